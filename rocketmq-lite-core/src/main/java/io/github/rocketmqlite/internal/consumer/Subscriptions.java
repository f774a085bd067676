package io.github.rocketmqlite.internal.consumer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest.ConsumerGroup;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest.Subscription;

/**
 * The topics a group reads, its own retry topic included, and the filter of each.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param filters the filter of each topic
 * @param version when the subscriptions were made; brokers keep the newest
 */
record Subscriptions(String group, Map<String, Filter> filters, long version) {

	static Subscriptions of(PushConsumerOptions options, long version) {
		Names.checkGroup(options.group());
		options.subscriptions().keySet().forEach(Names::checkTopic);
		Map<String, Filter> filters = new LinkedHashMap<>(options.subscriptions());
		filters.put(Names.retryTopic(options.group()), Filter.all());
		return new Subscriptions(options.group(), Collections.unmodifiableMap(filters), version);
	}

	Set<String> topics() {
		return this.filters.keySet();
	}

	String retryTopic() {
		return Names.retryTopic(this.group);
	}

	Filter filter(String topic) {
		return this.filters.getOrDefault(topic, Filter.all());
	}

	/** What heartbeats tell the brokers. */
	ConsumerGroup entry(StartPosition start) {
		List<Subscription> subscriptions = this.filters.entrySet()
			.stream()
			.map((entry) -> new Subscription(entry.getKey(), entry.getValue().expression(), entry.getValue().tags(),
					this.version))
			.toList();
		String from = (start == StartPosition.FIRST) ? "CONSUME_FROM_FIRST_OFFSET" : "CONSUME_FROM_LAST_OFFSET";
		return new ConsumerGroup(this.group, from, subscriptions);
	}

}
