package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.internal.codec.WrappedMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyedRingTests {

	private final KeyedRing ring = new KeyedRing(TestMessage.QUEUE);

	@Test
	void theLineWithTheEarliestMessageIsFirst() {
		append("a", "b", "a", "c", "a");
		assertThat(offsets(this.ring.take(2))).containsExactly(0L, 2L);
		assertThat(offsets(this.ring.take(2))).containsExactly(1L);
		assertThat(offsets(this.ring.take(2))).containsExactly(3L);
		assertThat(this.ring.hasNext()).as("a has another message, which waits for the first two").isFalse();
	}

	@Test
	void aLineGoesOnWhereItIsWhenAllThatWasTakenIsBack() {
		append("a", "a", "a");
		this.ring.take(2);
		this.ring.giveBack(1);
		assertThat(this.ring.hasNext()).isFalse();
		this.ring.giveBack(0);
		assertThat(offsets(this.ring.take(3))).containsExactly(0L, 1L, 2L);
	}

	@Test
	void messagesWithoutAKeyAreOneLine() {
		append("", "a", "", "b");
		assertThat(offsets(this.ring.take(9))).containsExactly(0L, 2L);
		assertThat(offsets(this.ring.take(9))).containsExactly(1L);
	}

	@Test
	void whatCannotBeReadHasNoKey() {
		this.ring.append(new UndecodableMessage(TestMessage.QUEUE, 0, 0, "broken"));
		this.ring.append(new BrokenMessage(TestMessage.at(1)));
		assertThat(offsets(this.ring.take(9))).containsExactly(0L, 1L);
	}

	@Test
	void aSuspendedLineIsNotServed() {
		append("a", "b", "a");
		this.ring.take(1);
		this.ring.suspend("a");
		this.ring.giveBack(0);
		assertThat(offsets(this.ring.take(9))).containsExactly(1L);
		append("a");
		assertThat(this.ring.hasNext()).isFalse();
		this.ring.endSuspension("a");
		assertThat(offsets(this.ring.take(9))).containsExactly(0L, 2L, 3L);
		this.ring.endSuspension("a");
		this.ring.endSuspension("unknown");
		assertThat(this.ring.hasNext()).isFalse();
	}

	@Test
	void noMoreLinesThanKeysWithMessages() {
		for (int i = 0; i < 10_000; i++) {
			append("key " + i);
			assertThat(this.ring.take(1).sequence(0)).isEqualTo(i);
			this.ring.done(i);
			this.ring.trim();
			assertThat(this.ring.lines()).isZero();
		}
	}

	@Test
	void whatIsTakenWhenTheRestIsDroppedEndsQuietly() {
		append("a", "b", "a", "c");
		this.ring.take(1);
		this.ring.take(1);
		this.ring.dropReady();
		assertThat(this.ring.hasNext()).isFalse();
		assertThat(this.ring.lines()).isZero();
		this.ring.done(0);
		this.ring.drop(1);
		assertThat(this.ring.held()).isZero();
		assertThat(this.ring.bytes()).isZero();
	}

	/** Whatever is taken, finished, returned and suspended, each line keeps its order. */
	@Test
	void agreesWithASimpleModel() {
		for (long seed = 1; seed <= 20; seed++) {
			new Model(new Random(seed)).run();
		}
	}

	private void append(String... keys) {
		for (String key : keys) {
			append(this.ring, this.ring.last() + 1, key);
		}
	}

	private static void append(KeyedRing ring, long offset, String key) {
		ring.append(new TestMessage(TestMessage.QUEUE, offset, "orders",
				key.isEmpty() ? Map.of() : Map.of("__SHARDINGKEY", key), 0));
	}

	private static List<Long> offsets(Slice slice) {
		return slice.messages(0, slice.size()).stream().map(ReceivedMessage::queueOffset).toList();
	}

	/**
	 * The unfinished offsets of each key.
	 */
	private static final class Model {

		private final Random random;

		private final KeyedRing real = new KeyedRing(TestMessage.QUEUE);

		private final Map<String, List<Long>> unfinished = new TreeMap<>();

		private final Map<String, Slice> held = new TreeMap<>();

		private final List<String> suspended = new ArrayList<>();

		private Model(Random random) {
			this.random = random;
		}

		private void run() {
			for (int step = 0; step < 5000; step++) {
				switch (this.random.nextInt(4)) {
					case 0 -> add();
					case 1 -> take();
					case 2 -> finish();
					default -> wake();
				}
				assertThat(this.real.lines()).isEqualTo(this.unfinished.size());
				assertThat(this.real.hasNext()).isEqualTo(firstFree() != null);
			}
		}

		private void add() {
			if (this.real.span() < 300) {
				String key = "key " + this.random.nextInt(12);
				long offset = this.real.last() + 1;
				append(this.real, offset, key);
				this.unfinished.computeIfAbsent(key, (first) -> new ArrayList<>()).add(offset);
			}
		}

		private void take() {
			String key = firstFree();
			if (key != null) {
				List<Long> all = this.unfinished.get(key);
				int max = 1 + this.random.nextInt(4);
				Slice slice = this.real.take(max);
				assertThat(offsets(slice)).isEqualTo(all.subList(0, Math.min(max, all.size())));
				this.held.put(key, slice);
			}
		}

		private void finish() {
			if (this.held.isEmpty()) {
				return;
			}
			String key = List.copyOf(this.held.keySet()).get(this.random.nextInt(this.held.size()));
			Slice slice = this.held.remove(key);
			if (this.random.nextInt(3) == 0) {
				this.real.suspend(key);
				this.suspended.add(key);
			}
			for (int i = 0; i < slice.size(); i++) {
				// what is given back is in the line's place again, in any order
				int index = slice.size() - 1 - i;
				if (this.random.nextBoolean() || this.suspended.contains(key)) {
					this.real.giveBack(slice.sequence(index));
				}
				else {
					this.real.done(slice.sequence(index));
					this.unfinished.get(key).remove(slice.sequence(index));
				}
			}
			this.unfinished.values().removeIf(List::isEmpty);
			this.real.trim();
		}

		private void wake() {
			if (!this.suspended.isEmpty()) {
				this.real.endSuspension(this.suspended.remove(this.random.nextInt(this.suspended.size())));
			}
		}

		private String firstFree() {
			String first = null;
			for (String key : this.unfinished.keySet()) {
				boolean free = !this.held.containsKey(key) && !this.suspended.contains(key);
				if (free && (first == null || this.unfinished.get(key).get(0) < this.unfinished.get(first).get(0))) {
					first = key;
				}
			}
			return first;
		}

	}

	/**
	 * A message whose properties make no sense.
	 */
	private static final class BrokenMessage extends WrappedMessage<TestMessage> {

		private BrokenMessage(TestMessage message) {
			super(message);
		}

		@Override
		public String property(String name) {
			throw new IllegalStateException("thrown by a test");
		}

	}

}
