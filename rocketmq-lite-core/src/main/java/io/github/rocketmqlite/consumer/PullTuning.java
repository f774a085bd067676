package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.Objects;

/**
 * How a push or pull consumer pulls each of its queues in the background. The defaults
 * serve nearly everybody.
 * <p>
 * Threading: immutable.
 *
 * @param brokerWait how long the broker may hold a pull at the end of a queue; default 15
 * seconds
 * @param timeout the time after which a pull that was not answered counts as failed;
 * longer than {@code brokerWait}, because brokers look only every 5 seconds at what they
 * hold; default 30 seconds
 * @param interval the pause between a pull that brought messages and the next one;
 * default none
 * @param filterInPulls whether each pull brings the filter of its topic along, so that
 * the broker does not use the one that it keeps for the whole group; default no for push
 * consumers; pull consumers always do so
 */
public record PullTuning(Duration brokerWait, Duration timeout, Duration interval, boolean filterInPulls) {

	/** The defaults. */
	public static final PullTuning DEFAULT = new PullTuning(Duration.ofSeconds(15), Duration.ofSeconds(30),
			Duration.ZERO, false);

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException naming the setting that is wrong
	 */
	public PullTuning {
		Objects.requireNonNull(brokerWait, "brokerWait");
		Objects.requireNonNull(timeout, "timeout");
		Objects.requireNonNull(interval, "interval");
		require(brokerWait.toMillis() > 0, "brokerWait", "must be at least 1 ms, but is " + brokerWait);
		require(timeout.compareTo(brokerWait) > 0, "timeout",
				"must be longer than the wait of " + brokerWait + ", but is " + timeout);
		require(!interval.isNegative(), "interval", "must not be negative, but is " + interval);
	}

	/** These settings with another time that the broker may hold a pull. */
	public PullTuning withBrokerWait(Duration brokerWait) {
		return new PullTuning(brokerWait, this.timeout, this.interval, this.filterInPulls);
	}

	/** These settings with another time limit of a pull. */
	public PullTuning withTimeout(Duration timeout) {
		return new PullTuning(this.brokerWait, timeout, this.interval, this.filterInPulls);
	}

	/** These settings with another pause between pulls. */
	public PullTuning withInterval(Duration interval) {
		return new PullTuning(this.brokerWait, this.timeout, interval, this.filterInPulls);
	}

	/** These settings with or without the filter in each pull. */
	public PullTuning withFilterInPulls(boolean filterInPulls) {
		return new PullTuning(this.brokerWait, this.timeout, this.interval, filterInPulls);
	}

	private static void require(boolean valid, String setting, String problem) {
		if (!valid) {
			throw new IllegalArgumentException("Pull tuning option '" + setting + "' " + problem);
		}
	}

}
