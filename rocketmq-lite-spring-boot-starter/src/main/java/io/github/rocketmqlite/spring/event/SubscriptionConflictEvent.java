package io.github.rocketmqlite.spring.event;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

/**
 * Another member of the consumer group has subscribed to something else, so that one of
 * them misses messages.
 */
public final class SubscriptionConflictEvent extends RocketListenerEvent {

	private static final long serialVersionUID = 1L;

	private final String ours;

	private final String theirs;

	public SubscriptionConflictEvent(RocketMessageListenerContainer container, String ours, String theirs) {
		super(container);
		this.ours = ours;
		this.theirs = theirs;
	}

	/**
	 * What this application has subscribed to.
	 */
	public String getOurs() {
		return this.ours;
	}

	/**
	 * What a broker holds for the group.
	 */
	public String getTheirs() {
		return this.theirs;
	}

}
