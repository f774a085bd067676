package io.github.rocketmqlite.spring.event;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

import org.springframework.context.ApplicationEvent;

/**
 * Something happened to the listeners of one consumer group. Events are published by the
 * thread on which it happened, which may be one of the client's: handlers must be quick,
 * or {@code @Async}.
 */
public abstract class RocketListenerEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	RocketListenerEvent(RocketMessageListenerContainer container) {
		super(container);
	}

	/**
	 * The container of the group's listeners.
	 */
	public RocketMessageListenerContainer getContainer() {
		return (RocketMessageListenerContainer) getSource();
	}

}
