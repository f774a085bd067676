package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Limits beyond which listeners make the application unhealthy.
 */
public class HealthProperties {

	/**
	 * Number of messages that may wait for a consumer group in the queues of this
	 * application. No limit if not set.
	 */
	private @Nullable Long maxLag;

	/**
	 * Time that a queue in which messages wait may go without progress. No limit if not
	 * set.
	 */
	private @Nullable Duration stuckAfter;

	public @Nullable Long getMaxLag() {
		return this.maxLag;
	}

	public void setMaxLag(@Nullable Long maxLag) {
		this.maxLag = maxLag;
	}

	public @Nullable Duration getStuckAfter() {
		return this.stuckAfter;
	}

	public void setStuckAfter(@Nullable Duration stuckAfter) {
		this.stuckAfter = stuckAfter;
	}

}
