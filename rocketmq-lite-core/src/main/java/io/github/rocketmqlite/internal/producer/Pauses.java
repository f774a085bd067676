package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The sends and the ends of transactions of one producer that wait for their next
 * attempt. Nobody else holds them, so closing must end them here.
 * <p>
 * Threading: thread-safe.
 */
final class Pauses {

	private final ScheduledExecutorService timer;

	private final Set<Paused> pausing = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	Pauses(ScheduledExecutorService timer) {
		this.timer = timer;
	}

	/**
	 * Runs the next attempt after the pause, unless the producer is closed before.
	 */
	void pause(Paused attempt, Runnable next, Duration pause) {
		this.pausing.add(attempt);
		try {
			this.timer.schedule(() -> {
				if (this.pausing.remove(attempt)) {
					next.run();
				}
			}, pause.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			this.closed = true;
		}
		if (this.closed) {
			abandonAll();
		}
	}

	void close() {
		this.closed = true;
		abandonAll();
	}

	private void abandonAll() {
		for (Paused attempt : List.copyOf(this.pausing)) {
			if (this.pausing.remove(attempt)) {
				attempt.abandon();
			}
		}
	}

	/**
	 * What waits for its next attempt.
	 */
	interface Paused {

		/**
		 * The producer closes: there will be no next attempt.
		 */
		void abandon();

	}

}
