package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;

import io.github.rocketmqlite.consumer.ConsumeOutcome;

/**
 * The delay levels of brokers that are not configured otherwise.
 * <p>
 * Source: protocol 4.6.
 * <p>
 * Threading: stateless.
 */
final class DelayLevels {

	private static final int[] SECONDS = { 1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800,
			3600, 7200 };

	/** What brokers choose: this level after the first failure, one more for each. */
	static final int FIRST_RETRY = 3;

	private DelayLevels() {
	}

	/** The first level that is not shorter; the last one if all are. */
	static int of(Duration delay) {
		int level = 1;
		while (level < SECONDS.length && delay.compareTo(delay(level)) > 0) {
			level++;
		}
		return level;
	}

	/** Whether a level lasts exactly so long. */
	static boolean isLevel(Duration delay) {
		return delay(of(delay)).equals(delay);
	}

	/**
	 * When a message comes again, where that can be said exactly.
	 * @param reconsumeTimes how often it came again before
	 */
	static Duration delayOf(ConsumeOutcome outcome, int reconsumeTimes) {
		Duration delay = outcome.delay();
		if (delay != null) {
			return delay;
		}
		return delay((outcome.delayLevel() > 0) ? outcome.delayLevel()
				: (int) Math.min(SECONDS.length, (long) FIRST_RETRY + reconsumeTimes));
	}

	/** How long a level lasts; those beyond the last one last as long. */
	static Duration delay(int level) {
		return Duration.ofSeconds(SECONDS[Math.min(level, SECONDS.length) - 1]);
	}

}
