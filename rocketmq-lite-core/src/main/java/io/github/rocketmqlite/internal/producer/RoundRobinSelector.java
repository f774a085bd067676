package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Spreads messages evenly over a topic's queues and keeps away from the broker that
 * failed last, as long as there is another one.
 * <p>
 * Topics share a fixed number of counters, so thousands of short-lived topics leave
 * nothing behind.
 * <p>
 * Threading: thread-safe.
 */
final class RoundRobinSelector {

	private static final int COUNTERS = 64;

	private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNTERS);

	RoundRobinSelector() {
		// producers that start together do not all begin at the same queue
		for (int i = 0; i < COUNTERS; i++) {
			this.counters.set(i, ThreadLocalRandom.current().nextInt());
		}
	}

	/**
	 * Chooses the next queue.
	 * @param queues at least one queue
	 * @param avoid the broker of the attempt that failed, if any
	 */
	MessageQueue select(List<MessageQueue> queues, @Nullable String avoid) {
		int counter = Math.floorMod(queues.get(0).topic().hashCode(), COUNTERS);
		MessageQueue next = next(queues, counter);
		for (int i = 1; i < queues.size() && next.brokerName().equals(avoid); i++) {
			next = next(queues, counter);
		}
		return next;
	}

	private MessageQueue next(List<MessageQueue> queues, int counter) {
		// the counter wraps from the largest to the smallest int, where a plain remainder
		// would be negative
		return queues.get(Math.floorMod(this.counters.getAndIncrement(counter), queues.size()));
	}

}
