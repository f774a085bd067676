package io.github.rocketmqlite.spring.config;

import java.util.List;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

/**
 * Makes containers of endpoints. Declare another bean of this type, and name it in the
 * annotation, to run some listeners with other settings or on another client.
 */
@FunctionalInterface
public interface RocketListenerContainerFactory {

	/**
	 * Makes a container that is not started yet.
	 * @param endpoints the listeners of one consumer group, at least one
	 * @throws IllegalStateException naming the listener whose settings are not valid, or
	 * the two that contradict each other
	 */
	RocketMessageListenerContainer createContainer(List<RocketListenerEndpoint> endpoints);

}
