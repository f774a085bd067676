package io.github.rocketmqlite.internal.consumer;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The growing pauses between attempts that fail in a row.
 * <p>
 * Threading: confined to one attempt after another.
 */
final class Backoff {

	private static final long FIRST_MILLIS = 100;

	private static final int MAX_DOUBLINGS = 16;

	private final SplittableRandom random;

	private int failures;

	/**
	 * A pause that differs from others.
	 * @param seed what makes it differ: equal seeds make equal pauses
	 */
	Backoff(Object... seed) {
		this.random = new SplittableRandom(Arrays.hashCode(seed));
	}

	/** The next pause, no longer than the given limit, a quarter of it at random. */
	long nextMillis(long maxMillis) {
		long millis = Math.min(maxMillis, FIRST_MILLIS << Math.min(this.failures, MAX_DOUBLINGS));
		this.failures++;
		return millis - this.random.nextLong(millis / 4 + 1);
	}

	/** How many attempts failed in a row. */
	int failures() {
		return this.failures;
	}

	void reset() {
		this.failures = 0;
	}

}
