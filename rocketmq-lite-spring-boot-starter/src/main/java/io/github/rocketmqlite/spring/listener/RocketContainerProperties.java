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
 * @param failures what becomes of messages whose listener failed, unless the listener has
 * a way of its own
 * @param interceptors are called around each delivery
 * @param observers are told about every message
 */
public record RocketContainerProperties(ContainerListeners listeners, PushConsumerOptions consumerOptions,
		boolean autoStartup, StartupFailurePolicy startupFailurePolicy, FailureHandling failures,
		List<ListenerInterceptor> interceptors, List<ProcessObserver> observers) {

	public RocketContainerProperties {
		interceptors = List.copyOf(interceptors);
		observers = List.copyOf(observers);
	}

}
