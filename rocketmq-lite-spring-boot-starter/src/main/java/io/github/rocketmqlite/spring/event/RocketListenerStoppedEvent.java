package io.github.rocketmqlite.spring.event;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

/**
 * The consumer of a group's listeners has left the group.
 */
public final class RocketListenerStoppedEvent extends RocketListenerEvent {

	private static final long serialVersionUID = 1L;

	public RocketListenerStoppedEvent(RocketMessageListenerContainer container) {
		super(container);
	}

}
