package io.github.rocketmqlite.internal.offset;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.consumer.OffsetRepository;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class RepositoryOffsetStoreTests {

	private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 0);

	private static final MessageQueue GONE = new MessageQueue("orders", "broker-b", 3);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final ManualTimer timer = new ManualTimer();

	private final Memory memory = new Memory();

	private final AtomicLong position = new AtomicLong(5);

	private final RepositoryOffsetStore store = RepositoryOffsetStore.open("billing", this.memory, this.timer,
			INTERVAL);

	@Test
	void savesWhatChangedAndKeepsWhatIsNotRead() {
		assertThat(this.store.read(QUEUE, deadline()).join()).isEmpty();
		assertThat(this.store.read(GONE, deadline()).join()).hasValue(99);
		this.store.track(QUEUE, OptionalLong.empty(), this.position::get);
		this.timer.advance(INTERVAL);
		awaitSaves(1);
		assertThat(this.memory.saved.get(0)).isEqualTo(Map.of(QUEUE, 5L, GONE, 99L));
		this.timer.advance(INTERVAL.multipliedBy(3));
		this.position.set(8);
		this.timer.advance(INTERVAL);
		awaitSaves(2);
		assertThat(this.memory.saved.get(1)).containsEntry(QUEUE, 8L);
	}

	@Test
	void aCommitThatFailsIsRepeatedUntilItsDeadline() {
		this.memory.failures = 2;
		TrackedOffset tracked = this.store.track(QUEUE, OptionalLong.empty(), this.position::get);
		CompletableFuture<Boolean> committed = tracked.commit(Deadline.after(Duration.ofMinutes(1)));
		await().until(() -> {
			this.timer.advance(Duration.ofMillis(50));
			return committed.isDone();
		});
		assertThat(committed.join()).isTrue();
		assertThat(this.memory.saved).hasSize(1);
	}

	@Test
	void aNewEpochMayGoBackAndAnOldOneSavesNothing() {
		TrackedOffset old = this.store.track(QUEUE, OptionalLong.of(5), this.position::get);
		this.position.set(50);
		old.end();
		assertThat(old.commit(deadline()).join()).isFalse();
		this.store.track(QUEUE, OptionalLong.empty(), () -> 2);
		this.timer.advance(INTERVAL);
		awaitSaves(1);
		assertThat(this.memory.saved.get(0)).containsEntry(QUEUE, 2L);
	}

	@Test
	void closingClosesTheRepositoryOnce() {
		this.store.close().join();
		assertThat(this.memory.closed).isEqualTo(1);
	}

	@Test
	void whatCannotBeLoadedIsAnError() {
		Memory broken = new Memory() {

			@Override
			public Map<MessageQueue, Long> load() throws IOException {
				throw new IOException("disk on fire");
			}

		};
		assertThatExceptionOfType(RocketException.class)
			.isThrownBy(() -> RepositoryOffsetStore.open("billing", broken, this.timer, INTERVAL))
			.withMessageContaining("billing")
			.withMessageContaining("disk on fire");
		assertThat(broken.closed).isEqualTo(1);
	}

	private void awaitSaves(int count) {
		// the end of a save comes back to the timer, and only then another one begins
		await().until(() -> {
			this.timer.advance(INTERVAL.dividedBy(10));
			return this.memory.saved.size() == count;
		});
	}

	private static Deadline deadline() {
		return Deadline.after(Duration.ofSeconds(5));
	}

	private static class Memory implements OffsetRepository {

		final List<Map<MessageQueue, Long>> saved = new CopyOnWriteArrayList<>();

		volatile int failures;

		volatile int closed;

		@Override
		public Map<MessageQueue, Long> load() throws IOException {
			return Map.of(GONE, 99L);
		}

		@Override
		public void save(Map<MessageQueue, Long> offsets) throws IOException {
			if (this.failures > 0) {
				this.failures--;
				throw new IOException("disk full");
			}
			this.saved.add(offsets);
		}

		@Override
		public void close() {
			this.closed++;
		}

	}

}
