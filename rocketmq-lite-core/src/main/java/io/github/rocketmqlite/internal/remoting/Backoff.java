package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

/**
 * The pauses between attempts to reach a server that cannot be reached: a random time
 * (full jitter, so that many clients do not come back together) below a ceiling that
 * doubles from 100 ms up to a maximum.
 * <p>
 * Threading: confined to one attempt after another.
 */
public final class Backoff {

	private static final Duration FIRST = Duration.ofMillis(100);

	private static final int MAX_DOUBLINGS = 20;

	private final long maxNanos;

	private final LongUnaryOperator random;

	private int failures;

	public Backoff(Duration max) {
		this(max, (bound) -> ThreadLocalRandom.current().nextLong(bound));
	}

	/**
	 * Creates pauses with the given source of chance.
	 * @param random gives a number from zero up to, not including, its argument
	 */
	Backoff(Duration max, LongUnaryOperator random) {
		this.maxNanos = max.toNanos();
		this.random = random;
	}

	/**
	 * The pause after one more failure.
	 */
	public Duration next() {
		long ceiling = Math.min(this.maxNanos, FIRST.toNanos() << Math.min(this.failures, MAX_DOUBLINGS));
		this.failures++;
		return Duration.ofNanos(this.random.applyAsLong(ceiling + 1));
	}

	/**
	 * Forgets the failures: the server is well.
	 */
	public void reset() {
		this.failures = 0;
	}

}
