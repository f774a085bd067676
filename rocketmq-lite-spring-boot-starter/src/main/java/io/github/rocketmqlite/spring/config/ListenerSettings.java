package io.github.rocketmqlite.spring.config;

import java.util.List;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.StartPosition;
import org.jspecify.annotations.Nullable;

/**
 * What a listener says about itself, all placeholders resolved. What is {@code null} is
 * left to the container factory.
 * <p>
 * Threading: immutable.
 *
 * @param id the container's id
 * @param topics the topics to receive
 * @param filter which messages of them
 * @param group the consumer group
 * @param concurrency how many messages are handled at the same time
 * @param maxReconsumeTimes how often a failed message is delivered again
 * @param startPosition where a group without offsets begins
 * @param autoStartup whether the listener starts with the application context
 * @param containerFactory the name of the bean that makes the container
 */
public record ListenerSettings(String id, List<String> topics, Filter filter, @Nullable String group,
		@Nullable Integer concurrency, @Nullable Integer maxReconsumeTimes, @Nullable StartPosition startPosition,
		@Nullable Boolean autoStartup, @Nullable String containerFactory) {

	public ListenerSettings {
		topics = List.copyOf(topics);
	}

	/**
	 * Settings that leave everything else to the container factory.
	 */
	public static ListenerSettings of(String id, String group, List<String> topics) {
		return new ListenerSettings(id, topics, Filter.all(), group, null, null, null, null, null);
	}

}
