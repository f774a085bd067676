package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Limits the retries of a producer in proportion to its sends, so that a cluster that
 * fails does not see its load multiplied: each send earns a fifth of a retry, and time
 * earns ten retries a second. What is earned and not used is kept up to the capacity,
 * which is there at the start, so that a lost connection with thousands of sends on it
 * costs no message.
 * <p>
 * Threading: thread-safe, without locks.
 */
final class RetryBudget {

	/** The price of a retry. */
	private static final long RETRY = 1_000;

	private static final long EARNED_BY_SEND = RETRY / 5;

	private static final long EARNED_BY_SECOND = 10 * RETRY;

	/** Time is not counted more often than this. */
	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final long capacity;

	private final boolean unlimited;

	private final LongSupplier nanoTime;

	private final AtomicLong balance;

	private final AtomicLong countedUntil;

	/**
	 * Makes a full budget.
	 * @param retries how many retries it holds, negative for no limit
	 */
	RetryBudget(int retries, LongSupplier nanoTime) {
		this.unlimited = retries < 0;
		this.capacity = retries * RETRY;
		this.nanoTime = nanoTime;
		this.balance = new AtomicLong(this.capacity);
		this.countedUntil = new AtomicLong(nanoTime.getAsLong());
	}

	/** A send begins. */
	void earn() {
		if (!this.unlimited && this.balance.get() < this.capacity) {
			add(EARNED_BY_SEND);
		}
	}

	/**
	 * Takes one retry.
	 * @return false when there is none left
	 */
	boolean spend() {
		if (this.unlimited) {
			return true;
		}
		earnByTime();
		while (true) {
			long current = this.balance.get();
			if (current < RETRY) {
				return false;
			}
			if (this.balance.compareAndSet(current, current - RETRY)) {
				return true;
			}
		}
	}

	private void earnByTime() {
		long counted = this.countedUntil.get();
		long now = this.nanoTime.getAsLong();
		long passed = Math.min(now - counted, TimeUnit.HOURS.toNanos(1));
		if (passed >= TICK_NANOS && this.countedUntil.compareAndSet(counted, now)) {
			add(passed / TICK_NANOS * (EARNED_BY_SECOND / 10));
		}
	}

	private void add(long earned) {
		this.balance.updateAndGet((current) -> Math.min(this.capacity, current + earned));
	}

}
