package io.github.rocketmqlite.spring.event;

import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

/**
 * Message queues came to this member of a consumer group, or went.
 */
public final class QueueAssignmentChangedEvent extends RocketListenerEvent {

	private static final long serialVersionUID = 1L;

	private final transient Set<MessageQueue> assigned;

	private final transient Set<MessageQueue> revoked;

	public QueueAssignmentChangedEvent(RocketMessageListenerContainer container, Set<MessageQueue> assigned,
			Set<MessageQueue> revoked) {
		super(container);
		this.assigned = Set.copyOf(assigned);
		this.revoked = Set.copyOf(revoked);
	}

	/**
	 * The queues that came.
	 */
	public Set<MessageQueue> getAssigned() {
		return this.assigned;
	}

	/**
	 * The queues that went.
	 */
	public Set<MessageQueue> getRevoked() {
		return this.revoked;
	}

}
