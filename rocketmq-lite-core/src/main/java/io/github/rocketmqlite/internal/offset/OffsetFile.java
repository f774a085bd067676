package io.github.rocketmqlite.internal.offset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.OffsetRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the offsets of one group in a text file that is replaced as a whole: a new file
 * is written and forced to the disk, the present one becomes the backup, the new one
 * takes its place. The first line holds a checksum of the rest, so that a file that was
 * cut or changed is known and the backup is read instead. A lock beside the file keeps
 * two consumers from using it.
 * <p>
 * Threading: confined to one thread at a time.
 */
public final class OffsetFile implements OffsetRepository {

	private static final Logger logger = LoggerFactory.getLogger(OffsetFile.class);

	private static final String TITLE = "rocketmq-lite offsets 1 crc32 ";

	private final Path file;

	private final Path backup;

	private final Path fresh;

	private final FileChannel lockChannel;

	private OffsetFile(Path directory, String name, FileChannel lockChannel) {
		this.file = directory.resolve(name);
		this.backup = directory.resolve(name + ".bak");
		this.fresh = directory.resolve(name + ".new");
		this.lockChannel = lockChannel;
	}

	/**
	 * Takes possession of the file of a group.
	 * @param directory is made when it does not exist
	 * @param group the consumer group
	 * @throws IOException when the directory cannot be written or another consumer uses
	 * the file
	 */
	public static OffsetFile open(Path directory, String group) throws IOException {
		Files.createDirectories(directory);
		// the other characters of groups are fit for file names everywhere
		String name = group.replace("%", "%25").replace("|", "%7C") + ".offsets";
		Path lockFile = directory.resolve(name + ".lock");
		FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		try {
			if (lock(channel) != null) {
				return new OffsetFile(directory, name, channel);
			}
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
		channel.close();
		throw new IOException("Another consumer of group " + group + " uses " + directory.resolve(name)
				+ "; each one needs a directory of its own");
	}

	private static @Nullable FileLock lock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// somebody in this very process
			return null;
		}
	}

	@Override
	public Map<MessageQueue, Long> load() throws IOException {
		if (!Files.exists(this.file)) {
			// the last save may have been cut between its two renamings
			return Files.exists(this.backup) ? read(this.backup) : Map.of();
		}
		try {
			return read(this.file);
		}
		catch (IOException ex) {
			if (!Files.exists(this.backup)) {
				throw new IOException(ex.getMessage() + ", and there is no backup " + this.backup
						+ "; remove the file to let the group begin at its start position", ex);
			}
			logger.warn("{}; the offsets are those of its backup {}", ex.getMessage(), this.backup);
			return read(this.backup);
		}
	}

	private static Map<MessageQueue, Long> read(Path path) throws IOException {
		byte[] bytes = Files.readAllBytes(path);
		int titleEnd = 0;
		while (titleEnd < bytes.length && bytes[titleEnd] != '\n') {
			titleEnd++;
		}
		String title = new String(bytes, 0, titleEnd, StandardCharsets.UTF_8);
		byte[] rest = Arrays.copyOfRange(bytes, Math.min(bytes.length, titleEnd + 1), bytes.length);
		if (titleEnd == bytes.length || !title.equals(title(rest))) {
			throw new IOException("Offset file " + path + " is damaged: its checksum does not agree with its "
					+ bytes.length + " bytes");
		}
		Map<MessageQueue, Long> offsets = new HashMap<>();
		for (String line : new String(rest, StandardCharsets.UTF_8).split("\n", -1)) {
			if (!line.isEmpty()) {
				readLine(path, line, offsets);
			}
		}
		return offsets;
	}

	private static void readLine(Path path, String line, Map<MessageQueue, Long> offsets) throws IOException {
		String[] parts = line.split("\t", -1);
		try {
			offsets.put(new MessageQueue(parts[0], parts[1], Integer.parseInt(parts[2])), Long.parseLong(parts[3]));
		}
		catch (NumberFormatException | ArrayIndexOutOfBoundsException ex) {
			throw new IOException("Offset file " + path + " has a line that makes no sense: '" + line + "'", ex);
		}
	}

	private static String title(byte[] rest) {
		CRC32 crc = new CRC32();
		crc.update(rest);
		return TITLE + Long.toHexString(crc.getValue());
	}

	@Override
	public void save(Map<MessageQueue, Long> offsets) throws IOException {
		StringBuilder lines = new StringBuilder();
		new TreeMap<>(offsets).forEach((queue, offset) -> lines.append(queue.topic())
			.append('\t')
			.append(queue.brokerName())
			.append('\t')
			.append(queue.queueId())
			.append('\t')
			.append(offset)
			.append('\n'));
		byte[] rest = lines.toString().getBytes(StandardCharsets.UTF_8);
		byte[] title = (title(rest) + "\n").getBytes(StandardCharsets.UTF_8);
		try (FileChannel channel = FileChannel.open(this.fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			ByteBuffer content = ByteBuffer.allocate(title.length + rest.length).put(title).put(rest).flip();
			while (content.hasRemaining()) {
				channel.write(content);
			}
			channel.force(true);
		}
		if (Files.exists(this.file)) {
			replace(this.file, this.backup);
		}
		replace(this.fresh, this.file);
	}

	private static void replace(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/** Gives up possession. */
	@Override
	public void close() throws IOException {
		this.lockChannel.close();
	}

	@Override
	public String toString() {
		return this.file.toString();
	}

}
