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
 * time. What waits behind a call goes to others long before.
 * <p>
 * Threading: thread-safe; looks on the timer, so that a call costs no task of its own.
 */
final class ListenerWatch {

	private static final Logger logger = LoggerFactory.getLogger(ListenerWatch.class);

	private final Duration limit;

	private final boolean handingBack;

	private final Set<Watched> running = ConcurrentHashMap.newKeySet();

	private final Map<Watched, Reported> reported = new ConcurrentHashMap<>();

	private final ScheduledFuture<?> schedule;

	/**
	 * Begins to look, every second or four times within the limit.
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

	void add(Watched calls) {
		this.running.add(calls);
	}

	void remove(Watched calls) {
		this.running.remove(calls);
	}

	void close() {
		this.schedule.cancel(false);
	}

	private void look() {
		this.running.forEach(this::look);
		this.reported.keySet().retainAll(this.running);
	}

	private void look(Watched watched) {
		try {
			int call = watched.look();
			int due = (int) Math.min(Integer.MAX_VALUE, watched.running().dividedBy(this.limit));
			Reported before = this.reported.get(watched);
			int times = (before != null && before.call() == call) ? before.times() : 0;
			if (call != 0 && due > times) {
				this.reported.put(watched, new Reported(call, due));
				watched.report();
				if (this.handingBack) {
					watched.handBack(call);
				}
			}
		}
		catch (RuntimeException ex) {
			logger.error("A listener that runs too long could not be looked after", ex);
		}
	}

	/**
	 * What was said of a call.
	 */
	private record Reported(int call, int times) {
	}

	/**
	 * Calls, one after the other, of which one may not have ended.
	 */
	interface Watched {

		/**
		 * Notices a call that was there the last time, too. Called by the timer alone.
		 * @return the number of the call that has not ended, 0 for none
		 */
		int look();

		/** How long the last call has been running. */
		Duration running();

		void report();

		/** Ends a call without the listener, unless it has ended. */
		void handBack(int call);

	}

}
