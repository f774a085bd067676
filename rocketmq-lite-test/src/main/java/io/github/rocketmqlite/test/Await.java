package io.github.rocketmqlite.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for states of a server that can only be asked for, not listened to.
 */
final class Await {

	private static final long POLL_MILLIS = 10;

	private Await() {
	}

	/**
	 * Returns as soon as the condition holds.
	 * @param timeout how long to wait at most
	 * @param what the awaited state, for the error message; asked only on failure
	 * @param condition asked every few milliseconds on the calling thread
	 * @throws IllegalStateException if the condition does not hold in time, or the thread
	 * is interrupted (its flag stays set)
	 */
	static void until(Duration timeout, Supplier<String> what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Not within " + timeout + ": " + what.get());
			}
			pause(what);
		}
	}

	private static void pause(Supplier<String> what) {
		try {
			TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for: " + what.get(), ex);
		}
	}

}
