package io.github.rocketmqlite.consumer;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a push consumer calls its listener. Set by {@link PushConsumerOptions.Builder},
 * where the defaults are stated.
 * <p>
 * Threading: immutable.
 *
 * @param ordered whether the messages of a queue are handled one after another, or those
 * of a key
 * @param orderedByKey whether messages of a queue with different ordering keys are
 * handled at the same time; never without {@code ordered}
 * @param batchSize the most messages a batch listener gets at once
 * @param maxMessagesPerSecond the most messages handed to the listener in a second, 0 for
 * no limit
 * @param consumeTimeout after what time a listener that still runs is reported and, in
 * unordered consumption, its message handed back
 * @param retryDelay how long an ordered queue, or key, waits after a failure
 * @param lockRenewInterval how often the locks of ordered queues are renewed
 * @param retryPolicy decides about messages that failed
 * @param poisonHandler decides about messages that cannot be read
 * @param deadLetterListener told of messages that were given up; {@code null} for nobody
 */
public record HandlingOptions(boolean ordered, boolean orderedByKey, int batchSize, int maxMessagesPerSecond,
		Duration consumeTimeout, Duration retryDelay, Duration lockRenewInterval, RetryPolicy retryPolicy,
		PoisonHandler poisonHandler, @Nullable DeadLetterListener deadLetterListener) {

	/** Checks the settings; {@code orderedByKey} implies {@code ordered}. */
	public HandlingOptions {
		ordered |= orderedByKey;
		Settings.require(batchSize >= 1 && batchSize <= 1024, "batchSize", "must be 1 to 1024, but is " + batchSize);
		Settings.require(maxMessagesPerSecond >= 0, "maxMessagesPerSecond",
				"must not be negative, but is " + maxMessagesPerSecond);
		Settings.require(consumeTimeout.toMillis() > 0, "consumeTimeout",
				"must be at least 1 ms, but is " + consumeTimeout);
		Settings.require(!retryDelay.isNegative(), "retryDelay", "must not be negative, but is " + retryDelay);
		Settings.require(lockRenewInterval.toMillis() > 0 && lockRenewInterval.toSeconds() <= 20, "lockRenewInterval",
				"must be 1 ms to 20 s, but is " + lockRenewInterval);
	}

}
