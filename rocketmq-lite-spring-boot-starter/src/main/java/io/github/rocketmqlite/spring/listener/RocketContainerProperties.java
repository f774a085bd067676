package io.github.rocketmqlite.spring.listener;

import java.util.List;

import io.github.rocketmqlite.consumer.PushConsumerOptions;

/**
 * What one listener container runs.
 * <p>
 * Threading: immutable.
 *
 * @param listeners the listeners of the group
 * @param consumerOptions the options of every push consumer it starts
 * @param autoStartup whether it starts with the application context
 * @param startupFailurePolicy what happens when the cluster is away at the start
 * @param errorHandler decides about messages whose listener failed
 * @param observers are told about every message
 */
public record RocketContainerProperties(ContainerListeners listeners, PushConsumerOptions consumerOptions,
		boolean autoStartup, StartupFailurePolicy startupFailurePolicy, RocketErrorHandler errorHandler,
		List<ProcessObserver> observers) {

	public RocketContainerProperties {
		observers = List.copyOf(observers);
	}

}
