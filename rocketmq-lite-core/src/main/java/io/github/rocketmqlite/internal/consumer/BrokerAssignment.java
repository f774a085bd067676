package io.github.rocketmqlite.internal.consumer;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.codec.command.QueryAssignmentRequest;
import io.github.rocketmqlite.internal.codec.command.QueryAssignmentRequest.Assigned;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Asks brokers for this member's share of a topic. All members ask the brokers of a topic
 * in the same order.
 * <p>
 * Source: protocol 4.12.
 * <p>
 * Threading: thread-safe.
 */
final class BrokerAssignment {

	private static final int NOT_SUPPORTED = 3;

	private final QueueResources resources;

	BrokerAssignment(QueueResources resources) {
		this.resources = resources;
	}

	/**
	 * Asks for the share.
	 * @return empty when the brokers of the topic divide no queues, because they are too
	 * old; fails when the share is not known
	 */
	CompletableFuture<Optional<Share>> of(TopicRoute route, Deadline deadline) {
		return BrokersInTurn.ask(route, (broker) -> ask(route.topic(), broker, deadline));
	}

	private CompletableFuture<Optional<Share>> ask(String topic, String broker, Deadline deadline) {
		Cluster cluster = this.resources.cluster();
		QueryAssignmentRequest request = new QueryAssignmentRequest(topic, this.resources.subscriptions().group(),
				cluster.clientId(), this.resources.options().assignment().strategy().name(), "CLUSTERING");
		return cluster.callReplica(new Cluster.Replica(topic, broker, 0), request, deadline)
			.thenApply((answer) -> Optional.of(share(topic, answer)))
			.exceptionallyCompose((failure) -> {
				if (Blocking.unwrap(failure) instanceof BrokerException refusal && refusal.code() == NOT_SUPPORTED) {
					return CompletableFuture.completedFuture(Optional.empty());
				}
				return CompletableFuture.failedFuture(failure);
			});
	}

	private Share share(String topic, Optional<List<Assigned>> answer) {
		Set<MessageQueue> pulled = new HashSet<>();
		Set<MessageQueue> popped = new HashSet<>();
		for (Assigned assigned : answer.orElseThrow(() -> unknown(topic, "the broker has not decided yet"))) {
			boolean pop = assigned.mode().equals("POP");
			if (pop && this.resources.isOrdered()) {
				throw unknown(topic, "the brokers have the group in mode POP, in which there is no order");
			}
			(pop ? popped : pulled).add(assigned.queue());
		}
		return new Share(pulled, popped);
	}

	private RocketException unknown(String topic, String cause) {
		return new RocketException("The share of group " + this.resources.subscriptions().group() + " in topic " + topic
				+ " is not known: " + cause, Outcome.NOT_SENT, null);
	}

	/**
	 * What a member has of a topic.
	 *
	 * @param pulled the queues that it pulls
	 * @param popped the queues that it pops, with the number -1 for all of a broker
	 */
	record Share(Set<MessageQueue> pulled, Set<MessageQueue> popped) {
	}

}
