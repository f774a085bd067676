package io.github.rocketmqlite.internal.consumer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.consumer.CacheLimits;

/**
 * The budgets of a consumer's topics, all within that of its client.
 * <p>
 * Threading: thread-safe.
 */
final class TopicBudgets {

	private final ByteBudget client;

	private final CacheLimits limits;

	private final Map<String, CacheBudget> topics = new ConcurrentHashMap<>();

	TopicBudgets(ByteBudget client, CacheLimits limits) {
		this.client = client;
		this.limits = limits;
	}

	CacheBudget of(String topic) {
		return this.topics.computeIfAbsent(topic,
				(first) -> new CacheBudget(this.client, this.limits.messagesPerTopic(), this.limits.bytesPerTopic()));
	}

}
