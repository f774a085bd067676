package io.github.rocketmqlite.spring.config;

import io.github.rocketmqlite.consumer.MessageListener;

/**
 * A listener that is an annotated method.
 * <p>
 * Threading: immutable.
 *
 * @param settings what the annotation says
 * @param listener calls the method
 * @param description the method's name
 */
record MethodRocketListenerEndpoint(ListenerSettings settings, MessageListener listener,
		String description) implements RocketListenerEndpoint {
}
