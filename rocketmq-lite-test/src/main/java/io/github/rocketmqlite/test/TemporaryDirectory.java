package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * A server's directory below the system's temporary one. It is deleted when this JVM
 * exits, because a server may write to it until then.
 */
final class TemporaryDirectory {

	private static final int DELETE_ATTEMPTS = 3;

	private TemporaryDirectory() {
	}

	static Path create(String prefix) {
		try {
			Path directory = Files.createTempDirectory(prefix);
			Runtime.getRuntime()
				.addShutdownHook(new Thread(() -> deleteForGood(directory), "rocketmq-lite-test-delete-" + prefix));
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No temporary directory for a test server", ex);
		}
	}

	/**
	 * A server that is still stopping would create its directory again to save its state:
	 * an empty file in that place, deleted after all shutdown hooks, keeps it from that.
	 */
	private static void deleteForGood(Path directory) {
		delete(directory);
		try {
			Files.createFile(directory);
			directory.toFile().deleteOnExit();
		}
		catch (IOException ex) {
			// the server was quicker: some small files remain
		}
	}

	/**
	 * Deletes the directory as far as possible; what a running server writes meanwhile
	 * may remain.
	 */
	static void delete(Path directory) {
		for (int attempt = 0; attempt < DELETE_ATTEMPTS && Files.exists(directory); attempt++) {
			try {
				Files.walkFileTree(directory, new DeletingVisitor());
			}
			catch (IOException ex) {
				// a file appeared or vanished under our feet: walk again
			}
		}
		deleteRocksDbLogs(directory);
	}

	/**
	 * A broker's RocksDB writes its log below the user's home directory wherever its data
	 * is; the path of the data is part of the file's name.
	 */
	private static void deleteRocksDbLogs(Path directory) {
		Path logs = Path.of(System.getProperty("user.home"), "logs", "rocketmqlogs");
		try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "*" + directory.getFileName() + "_*")) {
			for (Path file : files) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			// no such directory, or it is not ours to change: nothing to tidy
		}
	}

	private static final class DeletingVisitor extends SimpleFileVisitor<Path> {

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			Files.deleteIfExists(file);
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) {
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
			Files.deleteIfExists(directory);
			return FileVisitResult.CONTINUE;
		}

	}

}
