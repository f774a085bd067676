package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.offset.OffsetStore;
import org.jspecify.annotations.Nullable;

/**
 * What all queues of one consumer share.
 *
 * @param cluster the way to the brokers
 * @param timer runs what happens later and confines the state of assignments
 * @param budget the bytes all consumers of the client share
 * @param dispatcher where pulled messages go
 * @param offsets where progress is kept
 * @param subscriptions the topics and filters
 * @param options the consumer's options
 * @param requestTimeout the most time one request may take
 * @param paused whether the consumer is paused
 * @param budgets what the queues of each topic share
 * @param poison what cannot be read
 * @param locks the locks of ordered queues; {@code null} when consumption needs none
 * @param stats how the topics get on
 */
record QueueResources(Cluster cluster, ScheduledExecutorService timer, ByteBudget budget, Dispatcher dispatcher,
		OffsetStore offsets, Subscriptions subscriptions, PushConsumerOptions options, Duration requestTimeout,
		BooleanSupplier paused, TopicBudgets budgets, PoisonMessages poison, @Nullable QueueLocks locks,
		ConsumeStats stats) {

	boolean isOrdered() {
		return this.options.handling().ordered();
	}

}
