package io.github.rocketmqlite.spring.config;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

/**
 * Makes containers of endpoints. Declare another bean of this type, and name it in the
 * annotation, to run some listeners with other settings or on another client.
 */
@FunctionalInterface
public interface RocketListenerContainerFactory {

	/**
	 * Makes a container that is not started yet.
	 * @throws IllegalStateException naming the listener when its settings are not valid
	 */
	RocketMessageListenerContainer createContainer(RocketListenerEndpoint endpoint);

}
