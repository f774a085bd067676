package io.github.rocketmqlite.producer;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Spreads messages evenly over a topic's queues.
 * <p>
 * Topics share a fixed number of counters, so thousands of short-lived topics leave
 * nothing behind.
 * <p>
 * Threading: thread-safe.
 */
final class RoundRobinQueueSelector implements QueueSelector {

	private static final int COUNTERS = 64;

	private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNTERS);

	RoundRobinQueueSelector() {
		// producers that start together do not all begin at the same queue
		for (int i = 0; i < COUNTERS; i++) {
			this.counters.set(i, ThreadLocalRandom.current().nextInt());
		}
	}

	/** Begins all turns at one number, so that a test can be there when it wraps. */
	RoundRobinQueueSelector(int start) {
		for (int i = 0; i < COUNTERS; i++) {
			this.counters.set(i, start);
		}
	}

	@Override
	public MessageQueue select(List<MessageQueue> queues, Message message, @Nullable Object argument) {
		int counter = Math.floorMod(message.topic().hashCode(), COUNTERS);
		// the counter wraps from the largest to the smallest int, where a plain remainder
		// would be negative
		return queues.get(Math.floorMod(this.counters.getAndIncrement(counter), queues.size()));
	}

	@Override
	public boolean spreads() {
		return true;
	}

}
