package io.github.rocketmqlite.spring.event;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

/**
 * The consumer of a group's listeners has joined the group.
 */
public final class RocketListenerStartedEvent extends RocketListenerEvent {

	private static final long serialVersionUID = 1L;

	public RocketListenerStartedEvent(RocketMessageListenerContainer container) {
		super(container);
	}

}
