package io.github.rocketmqlite.internal.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OffsetFileTests {

	private static final Map<MessageQueue, Long> FIRST = Map.of(queue(0), 5L);

	private static final Map<MessageQueue, Long> SECOND = Map.of(queue(0), 7L, queue(1), 42L);

	@TempDir
	private Path directory;

	@Test
	void whatIsSavedIsLoadedAgain() throws IOException {
		assertThat(load()).isEmpty();
		save(FIRST);
		assertThat(load()).isEqualTo(FIRST);
		save(SECOND);
		assertThat(load()).isEqualTo(SECOND);
		assertThat(Files.readString(path())).contains("orders\tbroker-a\t1\t42\n");
	}

	@Test
	void aFileThatIsCutAnywhereIsReadFromItsBackup() throws IOException {
		save(FIRST);
		save(SECOND);
		byte[] whole = Files.readAllBytes(path());
		for (int length = 0; length < whole.length; length++) {
			Files.write(path(), Arrays.copyOf(whole, length));
			assertThat(load()).as("cut to %d bytes", length).isEqualTo(FIRST);
		}
	}

	@Test
	void aByteThatChangedIsNoticed() throws IOException {
		save(FIRST);
		save(SECOND);
		byte[] whole = Files.readAllBytes(path());
		for (int at = 0; at < whole.length; at++) {
			byte[] changed = whole.clone();
			changed[at] ^= 1;
			Files.write(path(), changed);
			assertThat(load()).as("byte %d changed", at).isEqualTo(FIRST);
		}
	}

	@Test
	void aDamagedFileWithoutBackupIsAnErrorThatSaysWhatToDo() throws IOException {
		save(FIRST);
		Files.writeString(path(), "nonsense");
		assertThatExceptionOfType(IOException.class).isThrownBy(this::load)
			.withMessageContaining(path().toString())
			.withMessageContaining("damaged")
			.withMessageContaining("remove the file");
	}

	@Test
	void aSaveThatWasCutBetweenItsRenamingsLosesNothing() throws IOException {
		save(SECOND);
		Files.move(path(), this.directory.resolve("billing%7Ceu.offsets.bak"));
		Files.writeString(this.directory.resolve("billing%7Ceu.offsets.new"), "half of a fi");
		assertThat(load()).isEqualTo(SECOND);
		save(FIRST);
		assertThat(load()).isEqualTo(FIRST);
	}

	@Test
	void twoConsumersCannotUseOneFile() throws IOException {
		OffsetFile first = open();
		assertThatExceptionOfType(IOException.class).isThrownBy(this::open)
			.withMessageContaining("Another consumer of group billing|eu");
		first.close();
		open().close();
	}

	private Path path() {
		return this.directory.resolve("billing%7Ceu.offsets");
	}

	private OffsetFile open() throws IOException {
		return OffsetFile.open(this.directory, "billing|eu");
	}

	private Map<MessageQueue, Long> load() throws IOException {
		OffsetFile file = open();
		try {
			return file.load();
		}
		finally {
			file.close();
		}
	}

	private void save(Map<MessageQueue, Long> offsets) throws IOException {
		OffsetFile file = open();
		try {
			file.save(offsets);
		}
		finally {
			file.close();
		}
	}

	private static MessageQueue queue(int id) {
		return new MessageQueue("orders", "broker-a", id);
	}

}
