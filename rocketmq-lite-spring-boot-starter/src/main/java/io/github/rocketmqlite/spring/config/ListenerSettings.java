package io.github.rocketmqlite.spring.config;

import java.util.List;

import io.github.rocketmqlite.consumer.Filter;
import org.jspecify.annotations.Nullable;

/**
 * What a listener says about itself, all placeholders resolved. What is {@code null} is
 * left to the container factory.
 * <p>
 * Threading: immutable.
 *
 * @param id the listener's id
 * @param topics the topics to receive
 * @param filter which messages of them
 * @param group the consumer group
 * @param consumer what is said about the group's consumer
 * @param autoStartup whether the listener starts with the application context
 * @param containerFactory the name of the bean that makes the container
 * @param cluster the name of the cluster
 * @param failures what is said about messages it fails on
 */
public record ListenerSettings(String id, List<String> topics, Filter filter, @Nullable String group,
		ConsumerSettings consumer, @Nullable Boolean autoStartup, @Nullable String containerFactory,
		@Nullable String cluster, FailureSettings failures) {

	public ListenerSettings {
		topics = List.copyOf(topics);
	}

	/**
	 * Settings of a listener of the default cluster that say nothing about failed
	 * messages.
	 */
	public ListenerSettings(String id, List<String> topics, Filter filter, @Nullable String group,
			ConsumerSettings consumer, @Nullable Boolean autoStartup, @Nullable String containerFactory) {
		this(id, topics, filter, group, consumer, autoStartup, containerFactory, null, FailureSettings.NONE);
	}

	/**
	 * Settings that leave everything else to the container factory.
	 */
	public static ListenerSettings of(String id, String group, List<String> topics) {
		return new ListenerSettings(id, topics, Filter.all(), group, ConsumerSettings.NONE, null, null);
	}

}
