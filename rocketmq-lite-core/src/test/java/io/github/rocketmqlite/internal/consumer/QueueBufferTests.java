package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class QueueBufferTests {

	private final ByteBudget budget = new ByteBudget(1_000_000);

	private final QueueBuffer buffer = buffer(1000);

	@Test
	void commitsTheLowestUnfinishedOffset() {
		this.buffer.add(messages(0, 1, 2, 3), 4);
		Slice slice = take(4);
		this.buffer.finish(slice, 0, 0b1100, 0);
		assertThat(this.buffer.commitOffset()).isZero();
		this.buffer.finish(slice, 0, 0b0001, 0);
		assertThat(this.buffer.commitOffset()).isEqualTo(1);
		this.buffer.finish(slice, 0, 0b0010, 0);
		assertThat(this.buffer.commitOffset()).isEqualTo(4);
	}

	@Test
	void passesMessagesThatNobodyWants() {
		this.buffer.add(List.of(), 50);
		assertThat(this.buffer.commitOffset()).isEqualTo(50);
		this.buffer.add(messages(53), 60);
		assertThat(this.buffer.commitOffset()).isEqualTo(53);
		this.buffer.finish(take(1), 0, 1, 0);
		assertThat(this.buffer.commitOffset()).isEqualTo(60);
	}

	@Test
	void ignoresWhatWasPulledBefore() {
		this.buffer.add(messages(0, 1), 2);
		assertThat(this.buffer.add(messages(0, 1, 2), 3)).isEqualTo(1);
		assertThat(this.buffer.cachedMessages()).isEqualTo(3);
	}

	@Test
	void handsOutReturnedMessagesFirst() {
		this.buffer.add(messages(0, 1, 2, 3), 4);
		Slice slice = take(3);
		this.buffer.finish(slice, 0, 0b001, 0b110);
		assertThat(take(1).message(0).queueOffset()).isEqualTo(1);
		assertThat(take(5).message(0).queueOffset()).isEqualTo(2);
		assertThat(this.buffer.readyMessages()).isZero();
	}

	@Test
	void dropsOnClosingWhatNobodyBegan() {
		this.buffer.add(messages(0, 1, 2, 3), 4);
		Slice slice = take(2);
		CompletableFuture<?> drained = this.buffer.close();
		assertThat(drained).isNotDone();
		assertThat(this.buffer.take(5)).isNull();
		assertThat(this.buffer.add(messages(4), 5)).isZero();
		this.buffer.finish(slice, 0, 0b01, 0b10);
		assertThat(drained).isCompleted();
		assertThat(this.buffer.commitOffset()).isEqualTo(1);
		assertThat(this.budget.used()).isZero();
		assertThat(this.buffer.cachedMessages()).isZero();
	}

	@Test
	void offersRoomOnlyWithinItsLimit() {
		QueueBuffer small = buffer(5);
		small.add(messages(0, 1, 2), 3);
		assertThat(small.room()).isEqualTo(2);
		small.finish(take(small, 1), 0, 1, 0);
		assertThat(small.room()).isEqualTo(3);
	}

	@Test
	void boundsTheSpanBehindAMessageThatIsNeverFinished() {
		QueueBuffer small = buffer(16);
		small.add(messages(0), 1);
		Slice stuck = take(small, 1);
		long next = 1;
		while (small.room() > 0) {
			small.add(messages(next), next + 1);
			small.finish(take(small, 1), 0, 1, 0);
			next++;
		}
		assertThat(next).isEqualTo(64);
		assertThat(small.commitOffset()).isZero();
		small.finish(stuck, 0, 1, 0);
		assertThat(small.commitOffset()).isEqualTo(64);
		assertThat(small.room()).isEqualTo(16);
	}

	@Test
	void knowsWhichMessagesComeAgain() {
		this.buffer.comesAgainFrom(10);
		assertThat(this.buffer.comesAgain(TestMessage.at(9))).isFalse();
		assertThat(this.buffer.comesAgain(TestMessage.at(10))).isTrue();
	}

	@RepeatedTest(3)
	void agreesWithASimpleModelWhateverHappens() {
		long seed = System.nanoTime();
		assertThat(new Model(seed).run()).as("seed " + seed).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void agreesWithASimpleModelForFixedSeeds(long seed) {
		assertThat(new Model(seed).run()).isEmpty();
	}

	private Slice take(int max) {
		return take(this.buffer, max);
	}

	private static Slice take(QueueBuffer buffer, int max) {
		return Objects.requireNonNull(buffer.take(max));
	}

	private QueueBuffer buffer(int maxMessages) {
		QueueBuffer made = new QueueBuffer(TestMessage.QUEUE, maxMessages, this.budget);
		made.startAt(0);
		return made;
	}

	private static List<TestMessage> messages(long... offsets) {
		return LongStream.of(offsets).mapToObj(TestMessage::at).toList();
	}

	/** The same buffer as a sorted map of unfinished offsets. */
	private final class Model {

		private final Random random;

		private final QueueBuffer real = buffer(200);

		private final TreeMap<Long, Boolean> unfinished = new TreeMap<>();

		private final List<Slice> held = new ArrayList<>();

		private long next;

		private long lastCommit;

		private Model(long seed) {
			this.random = new Random(seed);
		}

		private List<String> run() {
			for (int step = 0; step < 20_000; step++) {
				switch (this.random.nextInt(3)) {
					case 0 -> add();
					case 1 -> takeSome();
					default -> finishSome();
				}
				String difference = difference();
				if (difference != null) {
					return List.of("step " + step + ": " + difference);
				}
			}
			return List.of();
		}

		private void add() {
			int count = Math.min(this.real.room(), this.random.nextInt(40));
			List<TestMessage> pulled = new ArrayList<>();
			long offset = this.next;
			for (int i = 0; i < count; i++) {
				offset += this.random.nextInt(3);
				pulled.add(TestMessage.at(offset));
				this.unfinished.put(offset, false);
				offset++;
			}
			this.next = offset + this.random.nextInt(3);
			this.real.add(pulled, this.next);
		}

		private void takeSome() {
			Slice slice = this.real.take(1 + this.random.nextInt(Slice.MAX_SIZE));
			if (slice != null) {
				for (int i = 0; i < slice.size(); i++) {
					this.unfinished.put(slice.message(i).queueOffset(), true);
				}
				this.held.add(slice);
			}
		}

		private void finishSome() {
			if (this.held.isEmpty()) {
				return;
			}
			Slice slice = this.held.remove(this.random.nextInt(this.held.size()));
			int all = slice.from(0);
			int done = this.random.nextInt() & all;
			for (int i = 0; i < slice.size(); i++) {
				if ((done & (1 << i)) != 0) {
					this.unfinished.remove(slice.message(i).queueOffset());
				}
				else {
					this.unfinished.put(slice.message(i).queueOffset(), false);
				}
			}
			this.real.finish(slice, 0, done, all & ~done);
		}

		private @Nullable String difference() {
			long commit = this.unfinished.isEmpty() ? this.next : this.unfinished.firstKey();
			long ready = this.unfinished.values().stream().filter((taken) -> !taken).count();
			if (this.real.commitOffset() != commit) {
				return "commit offset " + this.real.commitOffset() + " instead of " + commit;
			}
			if (commit < this.lastCommit) {
				return "commit offset fell from " + this.lastCommit + " to " + commit;
			}
			this.lastCommit = commit;
			if (this.real.readyMessages() != ready || this.real.cachedMessages() != this.unfinished.size()) {
				return this.real.readyMessages() + " ready of " + this.real.cachedMessages();
			}
			long bytes = (long) this.unfinished.size() * TestMessage.SIZE;
			return (this.real.cachedBytes() != bytes || QueueBufferTests.this.budget.used() != bytes)
					? this.real.cachedBytes() + " bytes instead of " + bytes : null;
		}

	}

}
