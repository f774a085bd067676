package io.github.rocketmqlite.spring.config;

import java.util.List;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.StartPosition;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a listener outside of its annotation, and wins over it. What is
 * {@code null} is left as it is.
 * <p>
 * Threading: immutable.
 *
 * @param enabled whether there is such a listener at all
 * @param topics the topics to receive
 * @param filter which messages of them
 * @param group the consumer group
 * @param concurrency how many messages are handled at the same time
 * @param maxReconsumeTimes how often a failed message is delivered again
 * @param startPosition where a group without offsets begins
 * @param autoStartup whether the listener starts with the application context
 */
public record ListenerOverride(boolean enabled, @Nullable List<String> topics, @Nullable Filter filter,
		@Nullable String group, @Nullable Integer concurrency, @Nullable Integer maxReconsumeTimes,
		@Nullable StartPosition startPosition, @Nullable Boolean autoStartup) {

	ListenerSettings applyTo(ListenerSettings settings) {
		return new ListenerSettings(settings.id(), or(this.topics, settings.topics()),
				or(this.filter, settings.filter()), first(this.group, settings.group()),
				first(this.concurrency, settings.concurrency()),
				first(this.maxReconsumeTimes, settings.maxReconsumeTimes()),
				first(this.startPosition, settings.startPosition()), first(this.autoStartup, settings.autoStartup()),
				settings.containerFactory());
	}

	private static <T> T or(@Nullable T value, T otherwise) {
		return (value != null) ? value : otherwise;
	}

	private static <T> @Nullable T first(@Nullable T value, @Nullable T otherwise) {
		return (value != null) ? value : otherwise;
	}

}
