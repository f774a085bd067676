package io.github.rocketmqlite.spring.config;

import io.github.rocketmqlite.spring.listener.ListenerHandler;

/**
 * A listener that is an annotated method.
 * <p>
 * Threading: immutable.
 *
 * @param settings what the annotation says
 * @param handler calls the method
 * @param description the method's name
 */
record MethodRocketListenerEndpoint(ListenerSettings settings, ListenerHandler handler,
		String description) implements RocketListenerEndpoint {
}
