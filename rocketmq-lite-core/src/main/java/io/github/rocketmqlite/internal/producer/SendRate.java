package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.BackPressureException;

/**
 * Spreads the sends of a producer over time: each gets a moment at which it may leave,
 * the first at once, and moments that nobody used are kept for a tenth of a second.
 * <p>
 * Threading: thread-safe, without locks. Gives moments, and waits for none.
 */
final class SendRate {

	/** A pause of a loaded machine must not cost the rate. */
	private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final long intervalNanos;

	private final int perSecond;

	private final LongSupplier nanoTime;

	/** The moment of the next send. */
	private final AtomicLong next;

	/**
	 * Makes a rate.
	 * @param perSecond how many sends a second, 0 for no limit
	 */
	SendRate(int perSecond, LongSupplier nanoTime) {
		this.perSecond = perSecond;
		this.intervalNanos = (perSecond > 0) ? TimeUnit.SECONDS.toNanos(1) / perSecond : 0;
		this.nanoTime = nanoTime;
		this.next = new AtomicLong(nanoTime.getAsLong());
	}

	/**
	 * Takes the moment of one send.
	 * @param longest how long the send can wait for it
	 * @return how long it must wait, never negative
	 * @throws BackPressureException when that is longer than it can; it took no moment
	 * then
	 */
	long takeNanos(long longest) {
		if (this.intervalNanos == 0) {
			return 0;
		}
		while (true) {
			long now = this.nanoTime.getAsLong();
			long current = this.next.get();
			long mine = (now - KEPT_NANOS - current > 0) ? now - KEPT_NANOS : current;
			long wait = Math.max(0, mine - now);
			if (wait > Math.max(0, longest)) {
				throw new BackPressureException("The producer's option 'maxSendsPerSecond' allows " + this.perSecond
						+ " sends a second; the next one is in " + Duration.ofNanos(wait).toMillis() + " ms");
			}
			if (this.next.compareAndSet(current, mine + this.intervalNanos)) {
				return wait;
			}
		}
	}

}
