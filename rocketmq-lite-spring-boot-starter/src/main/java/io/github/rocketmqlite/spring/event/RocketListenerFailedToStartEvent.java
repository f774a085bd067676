package io.github.rocketmqlite.spring.event;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

/**
 * The consumer of a group's listeners did not start.
 */
public final class RocketListenerFailedToStartEvent extends RocketListenerEvent {

	private static final long serialVersionUID = 1L;

	private final RuntimeException error;

	private final boolean triedAgain;

	public RocketListenerFailedToStartEvent(RocketMessageListenerContainer container, RuntimeException error,
			boolean triedAgain) {
		super(container);
		this.error = error;
		this.triedAgain = triedAgain;
	}

	public RuntimeException getError() {
		return this.error;
	}

	/**
	 * Whether it is tried again in the background.
	 */
	public boolean isTriedAgain() {
		return this.triedAgain;
	}

}
