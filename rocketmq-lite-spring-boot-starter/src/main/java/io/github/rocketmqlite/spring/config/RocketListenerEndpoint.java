package io.github.rocketmqlite.spring.config;

import io.github.rocketmqlite.spring.listener.ListenerHandler;

/**
 * A description of a listener, from which a container factory makes a container.
 */
public interface RocketListenerEndpoint {

	ListenerSettings settings();

	/**
	 * What the container calls.
	 */
	ListenerHandler handler();

	/**
	 * Where the listener comes from, for people: usually a method's name.
	 */
	String description();

}
