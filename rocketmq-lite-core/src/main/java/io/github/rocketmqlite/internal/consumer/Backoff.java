package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The growing pauses between attempts that fail in a row.
 * <p>
 * Threading: confined to one attempt after another.
 */
final class Backoff {

	private static final long FIRST_MILLIS = 100;

	private static final int MAX_DOUBLINGS = 16;

	private int failures;

	/** The next pause, no longer than the given limit, a quarter of it at random. */
	long nextMillis(long maxMillis) {
		long millis = Math.min(maxMillis, FIRST_MILLIS << Math.min(this.failures, MAX_DOUBLINGS));
		this.failures++;
		return millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1);
	}

	/** How many attempts failed in a row. */
	int failures() {
		return this.failures;
	}

	void reset() {
		this.failures = 0;
	}

}
