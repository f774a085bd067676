package io.github.rocketmqlite.internal.remoting;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One timer for many deadlines: set to the earliest of them, it sweeps all and sets
 * itself again. Deadlines are met within 20 ms, and a sweep happens at most every 10 ms.
 * <p>
 * Threading: confined to one event loop.
 */
final class DeadlineTimer {

	/** The answer of a sweep that left nothing to wait for. */
	static final long NOTHING_LEFT = Long.MIN_VALUE;

	private static final long GRANULARITY = TimeUnit.MILLISECONDS.toNanos(10);

	private final EventExecutor loop;

	private final LongSupplier sweep;

	private @Nullable Future<?> timer;

	private long firesAt;

	/**
	 * Prepares the timer.
	 * @param loop the event loop
	 * @param sweep ends what is due and returns the earliest deadline left, as
	 * {@link #earliest} does
	 */
	DeadlineTimer(EventExecutor loop, LongSupplier sweep) {
		this.loop = loop;
		this.sweep = sweep;
	}

	/**
	 * Sees to it that a sweep happens soon after the given moment.
	 */
	void arm(long expiresAt) {
		if (this.timer != null) {
			if (this.firesAt - expiresAt <= GRANULARITY) {
				return;
			}
			this.timer.cancel(false);
		}
		schedule(expiresAt);
	}

	void cancel() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

	static long earliest(Collection<PendingRequest<?>> requests) {
		long earliest = NOTHING_LEFT;
		for (PendingRequest<?> request : requests) {
			if (earliest == NOTHING_LEFT || request.expiresAt() - earliest < 0) {
				earliest = request.expiresAt();
			}
		}
		return earliest;
	}

	private void schedule(long expiresAt) {
		long now = System.nanoTime();
		long delay = Math.max(expiresAt - now, GRANULARITY);
		this.firesAt = now + delay;
		this.timer = this.loop.schedule(this::fire, delay, TimeUnit.NANOSECONDS);
	}

	private void fire() {
		this.timer = null;
		long next = this.sweep.getAsLong();
		if (next != NOTHING_LEFT) {
			arm(next);
		}
	}

}
