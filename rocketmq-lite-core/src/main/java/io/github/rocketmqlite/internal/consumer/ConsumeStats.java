package io.github.rocketmqlite.internal.consumer;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.internal.codec.command.ConsumerRunningInfo;

/**
 * How a consumer gets on with each of its topics.
 * <p>
 * Threading: thread-safe.
 */
final class ConsumeStats {

	private final LongSupplier clock;

	private final Map<String, TopicStats> topics = new ConcurrentHashMap<>();

	ConsumeStats(LongSupplier clock) {
		this.clock = clock;
	}

	/** What is known of a topic the queues of which are pulled. */
	TopicStats of(String topic) {
		TopicStats known = this.topics.get(topic);
		return (known != null) ? known : this.topics.computeIfAbsent(topic, (first) -> new TopicStats(this.clock));
	}

	/** The figures of all topics. */
	Map<String, ConsumerRunningInfo.TopicState> states() {
		Map<String, ConsumerRunningInfo.TopicState> states = new TreeMap<>();
		this.topics.forEach((topic, stats) -> states.put(topic, stats.state()));
		return states;
	}

}
