package io.github.rocketmqlite.spring.config;

import java.util.List;

import io.github.rocketmqlite.consumer.Filter;
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
 * @param consumer what is said about the group's consumer
 * @param autoStartup whether the listener starts with the application context
 * @param failures what is said about messages it fails on
 */
public record ListenerOverride(boolean enabled, @Nullable List<String> topics, @Nullable Filter filter,
		@Nullable String group, ConsumerSettings consumer, @Nullable Boolean autoStartup, FailureSettings failures) {

	ListenerSettings applyTo(ListenerSettings settings) {
		return new ListenerSettings(settings.id(), (this.topics != null) ? this.topics : settings.topics(),
				(this.filter != null) ? this.filter : settings.filter(),
				(this.group != null) ? this.group : settings.group(), settings.consumer().overlaidBy(this.consumer),
				(this.autoStartup != null) ? this.autoStartup : settings.autoStartup(), settings.containerFactory(),
				settings.cluster(), settings.failures().overlaidBy(this.failures));
	}

}
