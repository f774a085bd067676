package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;

/**
 * The one moment by which a call must have ended. It is fixed where the call enters the
 * client and travels with it through look-ups, connects, writes and retries, so that
 * nobody computes the time left by hand.
 * <p>
 * Threading: immutable.
 */
public final class Deadline {

	/** Far enough for everybody, near enough for differences of nanoTime to hold. */
	private static final Duration LONGEST = Duration.ofDays(10_000);

	private final long expiresAt;

	private Deadline(long expiresAt) {
		this.expiresAt = expiresAt;
	}

	public static Deadline after(Duration timeout) {
		Duration bounded = (timeout.compareTo(LONGEST) > 0) ? LONGEST : timeout;
		return new Deadline(System.nanoTime() + (bounded.isNegative() ? 0 : bounded.toNanos()));
	}

	/**
	 * The time left, never negative.
	 */
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, nanos()));
	}

	public boolean isExpired() {
		return nanos() <= 0;
	}

	/**
	 * The nanoseconds left; zero or negative once expired.
	 */
	public long nanos() {
		return this.expiresAt - System.nanoTime();
	}

	/**
	 * The earlier of this deadline and one that ends after the given time.
	 */
	public Deadline orEarlier(Duration fromNow) {
		Deadline other = after(fromNow);
		return (other.expiresAt - this.expiresAt < 0) ? other : this;
	}

	/**
	 * The end of one of several equal shares of the time left.
	 */
	public Deadline share(int shares) {
		long now = System.nanoTime();
		return new Deadline(now + Math.max(0, this.expiresAt - now) / shares);
	}

	/**
	 * The value of {@link System#nanoTime()} at which this deadline expires.
	 */
	long expiresAt() {
		return this.expiresAt;
	}

	@Override
	public String toString() {
		return "in " + remaining().toMillis() + " ms";
	}

}
