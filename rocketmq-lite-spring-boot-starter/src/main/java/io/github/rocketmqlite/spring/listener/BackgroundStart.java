package io.github.rocketmqlite.spring.listener;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tries to start a consumer again and again until it runs or nobody wants it any more.
 * The pauses grow from half a second to five.
 * <p>
 * Threading: thread-safe. Has one thread, which keeps the JVM alive as a running listener
 * would.
 */
final class BackgroundStart {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final BooleanSupplier attempt;

	private BackgroundStart(BooleanSupplier attempt) {
		this.attempt = attempt;
	}

	/**
	 * Begins to try.
	 * @param name the thread's name
	 * @param attempt tells whether it was the last one
	 */
	static BackgroundStart begin(String name, BooleanSupplier attempt) {
		BackgroundStart start = new BackgroundStart(attempt);
		new Thread(start::run, name).start();
		return start;
	}

	void cancel() {
		this.cancelled.countDown();
	}

	private void run() {
		Duration pause = FIRST_PAUSE;
		try {
			while (!this.cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS) && !this.attempt.getAsBoolean()) {
				pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
