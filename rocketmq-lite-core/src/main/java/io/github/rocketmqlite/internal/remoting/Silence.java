package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;

/**
 * Notices a half-open connection: a late answer says little, but several missing answers
 * and not a byte otherwise for a while say that nobody is at the other end. TCP alone
 * would take many minutes to find out.
 * <p>
 * Threading: confined to the event loop of its channel.
 */
final class Silence {

	private static final int SUSPICIOUS_TIMEOUTS = 3;

	private static final Duration SUSPICIOUS_LENGTH = Duration.ofSeconds(10);

	private long since;

	private int timeouts;

	/**
	 * Begins to listen.
	 * @param now the value of {@link System#nanoTime()}, here as everywhere in this class
	 */
	Silence(long now) {
		this.since = now;
	}

	/**
	 * Something was received.
	 */
	void broken(long now) {
		this.since = now;
		this.timeouts = 0;
	}

	/**
	 * An answer did not come in time.
	 */
	void answerMissing() {
		this.timeouts++;
	}

	boolean isSuspicious(long now) {
		return this.timeouts >= SUSPICIOUS_TIMEOUTS && length(now).compareTo(SUSPICIOUS_LENGTH) >= 0;
	}

	Duration length(long now) {
		return Duration.ofNanos(now - this.since);
	}

}
