package io.github.rocketmqlite.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.github.rocketmqlite.internal.namesrv.NameServers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that keeps the last known name servers. It is replaced as a whole, so it holds
 * the old list or the new one and never half of one.
 * <p>
 * Threading: confined to the thread that resolves.
 *
 * @param path the file
 */
record NameServerSnapshot(Path path) {

	private static final Logger logger = LoggerFactory.getLogger(NameServerSnapshot.class);

	/**
	 * Reads the list.
	 * @throws IOException when there is no file, or none that holds a list; it names the
	 * file
	 */
	List<String> read() throws IOException {
		try (InputStream in = Files.newInputStream(this.path)) {
			byte[] bytes = in.readNBytes(BoundedBody.MAX_BYTES);
			return NameServers.parse(new String(bytes, StandardCharsets.UTF_8).strip());
		}
		catch (NoSuchFileException ex) {
			throw new IOException("the snapshot " + this.path + " does not exist", ex);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new IOException("the snapshot " + this.path + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Replaces the file. That it cannot is no reason to do without the list.
	 */
	void write(List<String> nameServers) {
		Path temporary = null;
		try {
			Path directory = this.path.toAbsolutePath().getParent();
			if (directory != null) {
				Files.createDirectories(directory);
			}
			temporary = Files.createTempFile(directory, "name-servers", ".tmp");
			try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
				ByteBuffer bytes = ByteBuffer.wrap(String.join(";", nameServers).getBytes(StandardCharsets.UTF_8));
				while (bytes.hasRemaining()) {
					file.write(bytes);
				}
				file.force(true);
			}
			replace(temporary);
		}
		catch (IOException ex) {
			logger.warn("The name servers could not be kept in file {}: {}", this.path, ex.toString());
			delete(temporary);
		}
	}

	private void replace(Path temporary) throws IOException {
		try {
			Files.move(temporary, this.path, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException ex) {
			Files.move(temporary, this.path, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static void delete(@Nullable Path temporary) {
		try {
			if (temporary != null) {
				Files.deleteIfExists(temporary);
			}
		}
		catch (IOException ex) {
			logger.debug("Temporary file {} stays", temporary, ex);
		}
	}

}
