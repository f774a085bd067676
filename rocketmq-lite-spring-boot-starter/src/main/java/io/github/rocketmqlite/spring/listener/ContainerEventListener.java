package io.github.rocketmqlite.spring.listener;

import java.util.Set;

import io.github.rocketmqlite.MessageQueue;

/**
 * Is told what happens to a container.
 * <p>
 * Threading: called by whoever starts and stops the container, and by threads of the
 * client; must not block.
 */
public interface ContainerEventListener {

	/** Of a container nobody looks at. */
	ContainerEventListener NONE = new ContainerEventListener() {
	};

	/**
	 * The consumer has joined its group.
	 */
	default void onStarted(RocketMessageListenerContainer container) {
	}

	/**
	 * The consumer has left its group.
	 */
	default void onStopped(RocketMessageListenerContainer container) {
	}

	/**
	 * The consumer did not start.
	 * @param error why
	 * @param triedAgain whether it is tried again in the background
	 */
	default void onFailedToStart(RocketMessageListenerContainer container, RuntimeException error, boolean triedAgain) {
	}

	/**
	 * Queues came or went.
	 * @param assigned the queues that came
	 * @param revoked the queues that went
	 */
	default void onAssignmentChanged(RocketMessageListenerContainer container, Set<MessageQueue> assigned,
			Set<MessageQueue> revoked) {
	}

	/**
	 * Another member of the group has subscribed to something else.
	 * @param ours what this application has subscribed to
	 * @param theirs what a broker holds for the group
	 */
	default void onSubscriptionConflict(RocketMessageListenerContainer container, String ours, String theirs) {
	}

}
