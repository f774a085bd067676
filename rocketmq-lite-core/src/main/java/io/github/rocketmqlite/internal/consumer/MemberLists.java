package io.github.rocketmqlite.internal.consumer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.codec.command.ConsumerListRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * The members of the group as the brokers know them during one look at the assignment:
 * each broker is asked once, and all members ask the brokers of a topic in the same
 * order.
 * <p>
 * Threading: thread-safe.
 */
final class MemberLists {

	private final Cluster cluster;

	private final String group;

	private final Deadline deadline;

	private final Map<String, CompletableFuture<List<String>>> asked = new ConcurrentHashMap<>();

	MemberLists(Cluster cluster, String group, Deadline deadline) {
		this.cluster = cluster;
		this.group = group;
		this.deadline = deadline;
	}

	/**
	 * Asks the brokers of a topic one after the other until one knows the members and
	 * this client among them.
	 */
	CompletableFuture<List<String>> of(TopicRoute route) {
		return BrokersInTurn.ask(route,
				(name) -> this.asked.computeIfAbsent(name, (broker) -> ask(route.topic(), broker)));
	}

	private CompletableFuture<List<String>> ask(String topic, String broker) {
		return list(topic, broker).thenCompose((members) -> {
			if (members.contains(this.cluster.clientId())) {
				return CompletableFuture.completedFuture(members);
			}
			// the broker forgot this client, or has not heard of it yet
			return this.cluster.heartbeat()
				.thenCompose((acknowledged) -> list(topic, broker))
				.thenApply((again) -> checked(broker, again));
		});
	}

	private CompletableFuture<List<String>> list(String topic, String broker) {
		return this.cluster.callReplica(new Cluster.Replica(topic, broker, 0), new ConsumerListRequest(this.group),
				this.deadline);
	}

	private List<String> checked(String broker, List<String> members) {
		if (!members.contains(this.cluster.clientId())) {
			throw new RocketException("Broker " + broker + " does not list client " + this.cluster.clientId()
					+ " as a member of group " + this.group + ", only " + members, Outcome.NOT_SENT, null);
		}
		return members;
	}

}
