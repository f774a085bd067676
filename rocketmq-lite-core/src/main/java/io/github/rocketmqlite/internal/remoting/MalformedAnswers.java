package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Notices an address that speaks no sense: each malformed frame costs its connection, and
 * after the fifth within a minute the address is left alone for a while.
 * <p>
 * Threading: confined to the event loop of its connection.
 */
final class MalformedAnswers {

	/** How long an address is left alone. */
	static final Duration PAUSE = Duration.ofSeconds(30);

	/** How many malformed answers within {@link #WINDOW} are one too many. */
	static final int LIMIT = 5;

	static final Duration WINDOW = Duration.ofMinutes(1);

	private final Deque<Long> times = new ArrayDeque<>(LIMIT);

	private final LongSupplier nanoTime;

	MalformedAnswers(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Notes one more.
	 * @return whether it is one too many; counting starts anew then
	 */
	boolean isOneTooMany() {
		long now = this.nanoTime.getAsLong();
		while (!this.times.isEmpty() && now - this.times.getFirst() > WINDOW.toNanos()) {
			this.times.removeFirst();
		}
		this.times.addLast(now);
		if (this.times.size() < LIMIT) {
			return false;
		}
		this.times.clear();
		return true;
	}

}
