package io.github.rocketmqlite.consumer;

import java.time.Duration;

/**
 * How a push consumer calls its listener. Set by {@link PushConsumerOptions.Builder},
 * where the defaults are stated.
 * <p>
 * Threading: immutable.
 *
 * @param ordered whether the messages of a queue are handled one after another
 * @param batchSize the most messages a batch listener gets at once
 * @param maxMessagesPerSecond the most messages handed to the listener in a second, 0 for
 * no limit
 * @param consumeTimeout after what time a listener that still runs is reported and, in
 * unordered consumption, its message handed back
 * @param retryDelay how long an ordered queue waits after a failure
 * @param lockRenewInterval how often the locks of ordered queues are renewed
 * @param retryPolicy decides about messages that failed
 */
public record HandlingOptions(boolean ordered, int batchSize, int maxMessagesPerSecond, Duration consumeTimeout,
		Duration retryDelay, Duration lockRenewInterval, RetryPolicy retryPolicy) {
}
