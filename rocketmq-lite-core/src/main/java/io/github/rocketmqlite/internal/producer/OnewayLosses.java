package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of one-way messages that were given up after their call had returned, when nobody
 * waits for them any more: a line for all of some seconds.
 * <p>
 * Threading: thread-safe.
 */
final class OnewayLosses {

	private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final Logger logger = LoggerFactory.getLogger(OnewayLosses.class);

	private final String group;

	private final LongSupplier nanoClock;

	private final AtomicLong untold = new AtomicLong();

	private final AtomicLong nextTelling;

	OnewayLosses(String group, LongSupplier nanoClock) {
		this.group = group;
		this.nanoClock = nanoClock;
		this.nextTelling = new AtomicLong(nanoClock.getAsLong());
	}

	void gaveUp(Throwable failure) {
		this.untold.incrementAndGet();
		long now = this.nanoClock.getAsLong();
		long due = this.nextTelling.get();
		if (now - due >= 0 && this.nextTelling.compareAndSet(due, now + INTERVAL_NANOS)) {
			logger.warn("Producer {} gave up {} one-way messages since it last said so; the last: {}", this.group,
					this.untold.getAndSet(0), failure.getMessage());
		}
	}

}
