package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after listeners that run too long: reports them each time that the limit has
 * passed once more and, unless order forbids it, hands back what they hold the first
 * time.
 * <p>
 * Threading: thread-safe; looks on the timer, so that a call costs no task of its own.
 */
final class ListenerWatch {

	private static final Logger logger = LoggerFactory.getLogger(ListenerWatch.class);

	private final Duration limit;

	private final boolean handingBack;

	private final Set<Watched> running = ConcurrentHashMap.newKeySet();

	private final Map<Watched, Integer> reported = new ConcurrentHashMap<>();

	private final ScheduledFuture<?> schedule;

	/**
	 * Begins to look.
	 * @param limit how long a listener may run
	 * @param handingBack whether what it holds is handed back then
	 * @param timer runs the looks
	 */
	ListenerWatch(Duration limit, boolean handingBack, ScheduledExecutorService timer) {
		this.limit = limit;
		this.handingBack = handingBack;
		long millis = Math.max(1, Math.min(1000, limit.toMillis() / 4));
		this.schedule = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
	}

	void add(Watched call) {
		this.running.add(call);
	}

	void remove(Watched call) {
		this.running.remove(call);
	}

	void close() {
		this.schedule.cancel(false);
	}

	private void look() {
		this.running.forEach(this::look);
		this.reported.keySet().retainAll(this.running);
	}

	private void look(Watched call) {
		try {
			int due = (int) Math.min(Integer.MAX_VALUE, call.running().dividedBy(this.limit));
			int before = this.reported.getOrDefault(call, 0);
			if (due > before) {
				this.reported.put(call, due);
				call.report();
				if (this.handingBack) {
					call.handBack();
				}
			}
		}
		catch (RuntimeException ex) {
			logger.error("A listener that runs too long could not be looked after", ex);
		}
	}

	/**
	 * A call that has not ended.
	 */
	interface Watched {

		Duration running();

		void report();

		/** Ends the call without the listener. Does nothing the second time. */
		void handBack();

	}

}
