package io.github.rocketmqlite.spring.listener;

import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.AssignmentListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells a container's listener what the consumer says about its queues, after the
 * application's own assignment listener.
 * <p>
 * Threading: called by threads of the client.
 *
 * @param container the container
 * @param own the application's own listener, if it has one
 * @param events is told
 */
record AssignmentEvents(RocketMessageListenerContainer container, @Nullable AssignmentListener own,
		ContainerEventListener events) implements AssignmentListener {

	@Override
	public void onAssigned(Set<MessageQueue> queues) {
		if (this.own != null) {
			this.own.onAssigned(queues);
		}
		this.events.onAssignmentChanged(this.container, Set.copyOf(queues), Set.of());
	}

	@Override
	public void onRevoked(Set<MessageQueue> queues) {
		if (this.own != null) {
			this.own.onRevoked(queues);
		}
		this.events.onAssignmentChanged(this.container, Set.of(), Set.copyOf(queues));
	}

	@Override
	public void onOffsetMoved(MessageQueue queue, long from, long to) {
		if (this.own != null) {
			this.own.onOffsetMoved(queue, from, to);
		}
	}

	@Override
	public void onSubscriptionConflict(String ours, String theirs) {
		if (this.own != null) {
			this.own.onSubscriptionConflict(ours, theirs);
		}
		this.events.onSubscriptionConflict(this.container, ours, theirs);
	}

}
