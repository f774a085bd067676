package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How many messages may be handed out in a second. Unused room of a tenth of a second is
 * kept; who takes more than there is makes the others wait for it.
 * <p>
 * Threading: thread-safe.
 */
final class RateLimit {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final double KEPT_SECONDS = 0.1;

	private final LongSupplier nanoClock;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile int perSecond;

	private double room;

	private long updated;

	/**
	 * Makes a limit.
	 * @param perSecond the messages in a second, 0 for no limit
	 * @param nanoClock a clock that never goes back
	 */
	RateLimit(int perSecond, LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		set(perSecond);
	}

	int perSecond() {
		return this.perSecond;
	}

	/** What its clock says. */
	long nanoTime() {
		return this.nanoClock.getAsLong();
	}

	void set(int perSecond) {
		this.lock.lock();
		try {
			this.perSecond = perSecond;
			this.room = 1;
			this.updated = this.nanoClock.getAsLong();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How long to wait before the next message may be handed out; 0 if it may be now. */
	long waitNanos() {
		if (this.perSecond == 0) {
			return 0;
		}
		this.lock.lock();
		try {
			refill();
			return (this.room >= 1) ? 0
					: Math.max(1, (long) Math.ceil((1 - this.room) * NANOS_PER_SECOND / Math.max(1, this.perSecond)));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The most messages that should be handed out in one go, at least one. */
	int most(int wanted) {
		return (this.perSecond == 0) ? wanted : Math.max(1, Math.min(wanted, (int) (this.perSecond * KEPT_SECONDS)));
	}

	void use(int messages) {
		if (this.perSecond == 0) {
			return;
		}
		this.lock.lock();
		try {
			refill();
			this.room -= messages;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void refill() {
		long now = this.nanoClock.getAsLong();
		double gained = (now - this.updated) * this.perSecond / NANOS_PER_SECOND;
		this.room = Math.min(Math.max(1, this.perSecond * KEPT_SECONDS), this.room + gained);
		this.updated = now;
	}

}
