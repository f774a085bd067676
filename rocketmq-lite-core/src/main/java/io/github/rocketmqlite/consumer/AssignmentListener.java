package io.github.rocketmqlite.consumer;

import java.util.Set;

import io.github.rocketmqlite.MessageQueue;

/**
 * Told of what happens to the queues of a consumer. Where topics are popped, so that all
 * members share their queues, a queue with the number -1 stands for all queues of a topic
 * at one broker, as in {@link PushConsumer#assignment()}.
 * <p>
 * Threading: called on the client's callback threads, one call at a time and in the order
 * of events; exceptions are logged and change nothing.
 */
public interface AssignmentListener {

	/**
	 * The consumer got queues. It may still wait for their former owner, unless it pops
	 * them.
	 */
	default void onAssigned(Set<MessageQueue> queues) {
	}

	/**
	 * The consumer has no more to do with these queues: running listeners have finished,
	 * or outlasted the drain timeout, and the progress is committed; of what was popped
	 * the brokers know what is handled.
	 */
	default void onRevoked(Set<MessageQueue> queues) {
	}

	/**
	 * The broker did not have the offset the group stood at, or an operator has reset it.
	 * @param queue the queue
	 * @param from the offset that was asked for
	 * @param to where the queue goes on; equal to {@code from} when it rests
	 */
	default void onOffsetMoved(MessageQueue queue, long from, long to) {
	}

	/**
	 * Another member of the group has subscribed to something else. The brokers keep one
	 * subscription for each topic of a group, so that one of the members misses messages.
	 * @param ours what this consumer has subscribed to
	 * @param theirs what a broker holds for the group
	 */
	default void onSubscriptionConflict(String ours, String theirs) {
	}

}
