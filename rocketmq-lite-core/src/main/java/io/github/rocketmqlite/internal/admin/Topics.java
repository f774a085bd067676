package io.github.rocketmqlite.internal.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.admin.Permission;
import io.github.rocketmqlite.admin.TopicBroker;
import io.github.rocketmqlite.admin.TopicDescription;
import io.github.rocketmqlite.admin.TopicSettings;
import io.github.rocketmqlite.admin.TopicStats;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.CreateTopicRequest;
import io.github.rocketmqlite.internal.codec.command.DeleteTopicRequest;
import io.github.rocketmqlite.internal.codec.command.DeleteTopicRouteRequest;
import io.github.rocketmqlite.internal.codec.command.RouteData;
import io.github.rocketmqlite.internal.codec.command.TopicListRequest;
import io.github.rocketmqlite.internal.codec.command.TopicStatsRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Creates, deletes and describes topics.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class Topics {

	private final AdminCalls calls;

	Topics(AdminCalls calls) {
		this.calls = calls;
	}

	CompletableFuture<List<String>> list(Deadline deadline) {
		return this.calls.nameServers()
			.call(new TopicListRequest(), deadline)
			.thenApply((topics) -> topics.stream().distinct().sorted().toList());
	}

	CompletableFuture<?> create(TopicSettings settings, Deadline deadline) {
		Names.checkTopic(settings.topic());
		CreateTopicRequest request = new CreateTopicRequest(settings.topic(), settings.readQueues(),
				settings.writeQueues(), settings.permission().bits(), settings.ordered(), attributes(settings));
		return this.calls.callMasters(settings.cluster(), request, deadline)
			.thenApply((answers) -> answers.requireAll("Creating topic '" + settings.topic() + "'"));
	}

	private static String attributes(TopicSettings settings) {
		return settings.attributes()
			.entrySet()
			.stream()
			.map((attribute) -> attribute.getValue().isEmpty() ? "-" + attribute.getKey()
					: "+" + attribute.getKey() + "=" + attribute.getValue())
			.collect(Collectors.joining(","));
	}

	/**
	 * Masters first and name servers last: a broker that still has the topic would
	 * register it again.
	 */
	CompletableFuture<?> delete(String topic, Deadline deadline) {
		Names.checkTopic(topic);
		String what = "Deleting topic '" + topic + "'";
		DeleteTopicRequest request = new DeleteTopicRequest(topic);
		return this.calls.callMasters(null, request, deadline)
			.thenApply((masters) -> masters.requireAll(what))
			.thenCompose((masters) -> this.calls.brokers(deadline))
			.thenCompose((brokers) -> Answers.of(slaves(brokers, request, deadline)))
			.thenApply((slaves) -> slaves.requireAll(what))
			.thenCompose((slaves) -> Answers.of(routes(topic, deadline)))
			.thenApply((nameServers) -> nameServers.requireAll(what));
	}

	/** A slave that refuses takes the change over from its master. */
	private Map<String, CompletableFuture<Boolean>> slaves(Map<String, RouteData.Broker> brokers,
			DeleteTopicRequest request, Deadline deadline) {
		Map<String, CompletableFuture<Boolean>> slaves = new LinkedHashMap<>();
		brokers.forEach((name, broker) -> broker.addresses().forEach((id, address) -> {
			if (id != TopicRoute.MASTER) {
				slaves.put(name + ":" + id,
						this.calls.call(name, address, request, deadline).exceptionallyCompose((failure) -> {
							return (failure instanceof BrokerException) ? CompletableFuture.completedFuture(false)
									: CompletableFuture.failedFuture(failure);
						}));
			}
		}));
		return slaves;
	}

	private Map<String, CompletableFuture<Boolean>> routes(String topic, Deadline deadline) {
		Map<String, CompletableFuture<Boolean>> nameServers = new LinkedHashMap<>();
		for (String address : this.calls.nameServers().addresses()) {
			nameServers.put(address,
					this.calls.nameServers().callOne(address, new DeleteTopicRouteRequest(topic), deadline));
		}
		return nameServers;
	}

	CompletableFuture<TopicDescription> describe(String topic, Deadline deadline) {
		return this.calls.routeData(topic, deadline).thenApply((data) -> {
			TopicRoute route = TopicRoute.of(topic, data);
			List<TopicBroker> brokers = data.queues()
				.stream()
				.map((queues) -> new TopicBroker(queues.brokerName(), queues.readQueues(), queues.writeQueues(),
						Permission.of(queues.perm())))
				.toList();
			return new TopicDescription(topic, route.publishQueues(), route.subscribeQueues(), brokers);
		});
	}

	CompletableFuture<TopicStats> stats(String topic, Deadline deadline) {
		return this.calls.callBrokersOf(topic, (brokerName) -> new TopicStatsRequest(topic), deadline)
			.thenApply((answers) -> {
				TreeMap<MessageQueue, TopicStats.QueueStats> queues = new TreeMap<>();
				answers.requireAny("The statistics of topic '" + topic + "'")
					.list()
					.forEach((table) -> table
						.forEach((queue, stats) -> queues.put(queue, new TopicStats.QueueStats(stats.minOffset(),
								stats.maxOffset(), Times.orNull(stats.lastStoreTime())))));
				return new TopicStats(topic, queues, answers.failures());
			});
	}

}
