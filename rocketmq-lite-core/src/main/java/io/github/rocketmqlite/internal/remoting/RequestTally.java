package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.internal.codec.Request;

/**
 * Counts the requests of one connection: those that have not ended, and how the others
 * did.
 * <p>
 * Threading: thread-safe.
 */
final class RequestTally {

	private final AtomicInteger pending = new AtomicInteger();

	private final TrafficCounters counters;

	RequestTally(TrafficCounters counters) {
		this.counters = counters;
	}

	void started() {
		this.pending.incrementAndGet();
	}

	void ended() {
		this.pending.decrementAndGet();
	}

	void ended(Request<?> request, RequestOutcome outcome) {
		this.counters.ended(request, outcome);
	}

	/**
	 * The number of requests that have not ended.
	 */
	int pending() {
		return this.pending.get();
	}

}
