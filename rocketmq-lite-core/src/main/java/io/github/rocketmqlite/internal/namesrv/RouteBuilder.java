package io.github.rocketmqlite.internal.namesrv;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.command.RouteData;

/**
 * Checks an answer of a name server against the limits of a route and works out the
 * queues (protocol 6.1).
 * <p>
 * Threading: confined to one thread.
 */
final class RouteBuilder {

	static final int MAX_REPLICAS = 16;

	private static final int PERM_READ = 4;

	private static final int PERM_WRITE = 2;

	private final String topic;

	private final RouteData data;

	private final DecodeLimits limits;

	private final NavigableMap<String, NavigableMap<Long, String>> brokers = new TreeMap<>();

	RouteBuilder(String topic, RouteData data, DecodeLimits limits) {
		this.topic = topic;
		this.data = data;
		this.limits = limits;
	}

	TopicRoute build() {
		if (this.data.staticTopic()) {
			throw problem("is a static topic with logical queues, which this client does not support");
		}
		collectBrokers();
		List<RouteData.Queues> queues = this.data.queues()
			.stream()
			.distinct()
			.sorted(Comparator.comparing(RouteData.Queues::brokerName))
			.toList();
		checkLimits(queues);
		return new TopicRoute(this.topic, Collections.unmodifiableNavigableMap(this.brokers), queues,
				publishQueues(queues), subscribeQueues(queues), this.limits);
	}

	private void collectBrokers() {
		int maxBrokers = this.limits.maxRouteBrokers();
		if (this.data.brokers().size() > maxBrokers) {
			throw problem("has " + this.data.brokers().size() + " brokers, more than the limit of " + maxBrokers);
		}
		for (RouteData.Broker broker : this.data.brokers()) {
			NavigableMap<Long, String> replicas = new TreeMap<>(broker.addresses());
			if (replicas.size() > MAX_REPLICAS) {
				throw problem("has " + replicas.size() + " replicas on broker " + broker.name()
						+ ", more than the limit of " + MAX_REPLICAS);
			}
			this.brokers.put(broker.name(), Collections.unmodifiableNavigableMap(replicas));
		}
	}

	private void checkLimits(List<RouteData.Queues> queues) {
		long readable = 0;
		long writable = 0;
		for (RouteData.Queues entry : queues) {
			if (entry.readQueues() < 0 || entry.writeQueues() < 0) {
				throw problem("has a negative number of queues on broker " + entry.brokerName());
			}
			readable += entry.readQueues();
			writable += entry.writeQueues();
		}
		checkQueueCount(Math.max(readable, writable));
	}

	private void checkQueueCount(long count) {
		if (count > this.limits.maxRouteQueues()) {
			throw problem("has " + count + " queues, more than the limit of " + this.limits.maxRouteQueues());
		}
	}

	private List<MessageQueue> publishQueues(List<RouteData.Queues> queues) {
		String order = this.data.orderTopicConf();
		if (order != null && !order.isBlank()) {
			return orderedQueues(order);
		}
		return expand(queues, (broker, perm) -> (perm & PERM_WRITE) != 0 && hasMaster(broker), false);
	}

	private List<MessageQueue> subscribeQueues(List<RouteData.Queues> queues) {
		return expand(queues, (broker, perm) -> (perm & PERM_READ) != 0, true);
	}

	private boolean hasMaster(String brokerName) {
		NavigableMap<Long, String> replicas = this.brokers.get(brokerName);
		return replicas != null && replicas.containsKey(TopicRoute.MASTER);
	}

	private List<MessageQueue> expand(List<RouteData.Queues> queues, BiPredicate<String, Integer> usable,
			boolean reading) {
		List<MessageQueue> expanded = new ArrayList<>();
		for (RouteData.Queues entry : queues) {
			if (usable.test(entry.brokerName(), entry.perm())) {
				addQueues(expanded, entry.brokerName(), reading ? entry.readQueues() : entry.writeQueues());
			}
		}
		return sorted(expanded);
	}

	// brokerName:count;brokerName:count
	private List<MessageQueue> orderedQueues(String conf) {
		List<MessageQueue> ordered = new ArrayList<>();
		for (String entry : conf.split(";", -1)) {
			if (!entry.isBlank()) {
				int colon = entry.lastIndexOf(':');
				addQueues(ordered, entry.substring(0, Math.max(colon, 0)).strip(), count(entry, colon));
			}
		}
		return sorted(ordered);
	}

	private int count(String entry, int colon) {
		try {
			int count = Integer.parseInt(entry.substring(colon + 1).strip());
			if (colon > 0 && count >= 0) {
				return count;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw problem("has an order configuration that cannot be read: '" + entry + "'");
	}

	private void addQueues(List<MessageQueue> queues, String brokerName, int count) {
		checkQueueCount((long) queues.size() + count);
		for (int id = 0; id < count; id++) {
			queues.add(new MessageQueue(this.topic, brokerName, id));
		}
	}

	private static List<MessageQueue> sorted(List<MessageQueue> queues) {
		return List.copyOf(new TreeSet<>(queues));
	}

	private ProtocolException problem(String what) {
		return new ProtocolException("Topic '" + this.topic + "' " + what, Outcome.NOT_SENT, null);
	}

}
