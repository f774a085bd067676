package io.github.rocketmqlite.internal.consumer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.command.ConsumerRunningInfo;

/**
 * Collects what a consumer is doing, in the terms in which operators' tools ask for it:
 * they judge from it whether a queue is stuck.
 * <p>
 * Source: protocol 5.6.
 * <p>
 * Threading: thread-safe; taking the stacks stops all threads for a moment.
 */
final class RunningInfo {

	private final PushConsumerOptions options;

	private final Subscriptions subscriptions;

	private final AssignedQueues queues;

	private final ConsumeStats stats;

	private final IntSupplier concurrency;

	private final long startedMillis = System.currentTimeMillis();

	RunningInfo(PushConsumerOptions options, Subscriptions subscriptions, AssignedQueues queues, ConsumeStats stats,
			IntSupplier concurrency) {
		this.options = options;
		this.subscriptions = subscriptions;
		this.queues = queues;
		this.stats = stats;
		this.concurrency = concurrency;
	}

	/** What the consumer is doing now. */
	ConsumerRunningInfo collect(boolean withStacks) {
		return new ConsumerRunningInfo(properties(),
				this.subscriptions.entry(this.options.startPosition()).subscriptions(), states(), this.stats.states(),
				withStacks ? stacks() : null);
	}

	private Map<String, String> properties() {
		Map<String, String> properties = new TreeMap<>();
		properties.put("PROP_CONSUME_TYPE", "CONSUME_PASSIVELY");
		properties.put("PROP_CONSUMER_START_TIMESTAMP", Long.toString(this.startedMillis));
		properties.put("PROP_CONSUMEORDERLY", Boolean.toString(this.options.handling().ordered()));
		properties.put("PROP_CLIENT_VERSION", "rocketmq-lite");
		properties.put("PROP_THREADPOOL_CORE_SIZE", Integer.toString(this.concurrency.getAsInt()));
		properties.put("messageModel", this.options.assignment().model().name());
		properties.put("allocationStrategy", this.options.assignment().strategy().name());
		properties.put("startPosition", this.options.startPosition().name());
		properties.put("maxReconsumeTimes", Integer.toString(this.options.maxReconsumeTimes()));
		properties.put("pullBatchSize", Integer.toString(this.options.pullBatchSize()));
		properties.put("maxCachedMessagesPerQueue", Integer.toString(this.options.maxCachedMessagesPerQueue()));
		return properties;
	}

	private Map<MessageQueue, ConsumerRunningInfo.QueueState> states() {
		Map<MessageQueue, ConsumerRunningInfo.QueueState> states = new HashMap<>();
		Set<MessageQueue> owned = this.queues.owned();
		for (QueueAssignment held : this.queues.all()) {
			QueueBuffer buffer = held.buffer();
			states.put(held.queue(),
					new ConsumerRunningInfo.QueueState(buffer.commitOffset(), buffer.nextOffset(),
							buffer.cachedMessages(), buffer.cachedBytes(), !owned.contains(held.queue()),
							held.isLocked(), held.lockedMillis(), held.pulledMillis(), buffer.consumedMillis()));
		}
		return states;
	}

	private static String stacks() {
		StringBuilder text = new StringBuilder();
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			text.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
			List.of(stack).forEach((frame) -> text.append("    at ").append(frame).append('\n'));
		});
		return text.toString();
	}

}
