package io.github.rocketmqlite.spring.listener;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tries to start a consumer again and again until it runs or nobody wants it any more.
 * The pauses grow from half a second to five seconds.
 * <p>
 * Threading: thread-safe. Has one thread, which keeps the JVM alive as a running listener
 * would.
 */
final class BackgroundStart {

	static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final Duration firstPause;

	private final BooleanSupplier attempt;

	private BackgroundStart(Duration firstPause, BooleanSupplier attempt) {
		this.firstPause = firstPause;
		this.attempt = attempt;
	}

	/**
	 * Begins to try.
	 * @param name the thread's name
	 * @param firstPause how long to wait before the first attempt
	 * @param attempt tells whether it was the last one
	 */
	static BackgroundStart begin(String name, Duration firstPause, BooleanSupplier attempt) {
		BackgroundStart start = new BackgroundStart(firstPause, attempt);
		new Thread(start::run, name).start();
		return start;
	}

	void cancel() {
		this.cancelled.countDown();
	}

	private static Duration next(Duration pause) {
		if (pause.isZero()) {
			return FIRST_PAUSE;
		}
		return (pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
	}

	private void run() {
		Duration pause = this.firstPause;
		try {
			while (!this.cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS) && !this.attempt.getAsBoolean()) {
				pause = next(pause);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
