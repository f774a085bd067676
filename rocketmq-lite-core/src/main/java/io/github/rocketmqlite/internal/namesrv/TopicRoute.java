package io.github.rocketmqlite.internal.namesrv;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.command.RouteData;
import org.jspecify.annotations.Nullable;

/**
 * Which brokers hold a topic and which of its queues can be written and read: a checked
 * snapshot of what a name server answered.
 * <p>
 * Threading: immutable.
 */
public final class TopicRoute {

	/** The id of the replica that takes writes. */
	public static final long MASTER = 0L;

	private final String topic;

	private final NavigableMap<String, NavigableMap<Long, String>> brokers;

	private final List<RouteData.Queues> queues;

	private final List<MessageQueue> publishQueues;

	private final List<MessageQueue> subscribeQueues;

	private final DecodeLimits limits;

	TopicRoute(String topic, NavigableMap<String, NavigableMap<Long, String>> brokers, List<RouteData.Queues> queues,
			List<MessageQueue> publishQueues, List<MessageQueue> subscribeQueues, DecodeLimits limits) {
		this.topic = topic;
		this.brokers = brokers;
		this.queues = queues;
		this.publishQueues = publishQueues;
		this.subscribeQueues = subscribeQueues;
		this.limits = limits;
	}

	/**
	 * Makes a route of an answer, within the default limits.
	 */
	public static TopicRoute of(String topic, RouteData data) {
		return of(topic, data, DecodeLimits.DEFAULTS);
	}

	/**
	 * Makes a route of an answer.
	 * @throws io.github.rocketmqlite.ProtocolException when the answer exceeds the limits
	 * of a route, makes no sense, or describes a static topic
	 */
	public static TopicRoute of(String topic, RouteData data, DecodeLimits limits) {
		return new RouteBuilder(topic, data, limits).build();
	}

	public String topic() {
		return this.topic;
	}

	/**
	 * The queues of brokers that allow writing and have a master, in their natural order.
	 * For a globally ordered topic: the queues it lists, whether their broker is up or
	 * not.
	 */
	public List<MessageQueue> publishQueues() {
		return this.publishQueues;
	}

	/**
	 * The queues that may be read, in their natural order.
	 */
	public List<MessageQueue> subscribeQueues() {
		return this.subscribeQueues;
	}

	public Set<String> brokerNames() {
		return this.brokers.keySet();
	}

	public @Nullable String masterAddress(String brokerName) {
		return addresses(brokerName).get(MASTER);
	}

	/**
	 * The address to read from: that of the replica with the given id, or else with the
	 * next one, or else of the first there is, the master before all.
	 */
	public @Nullable String readAddress(String brokerName, long brokerId) {
		NavigableMap<Long, String> replicas = replicas(brokerName);
		Map.Entry<Long, String> next = replicas.ceilingEntry(brokerId);
		Map.Entry<Long, String> chosen = (next != null) ? next : replicas.firstEntry();
		return (chosen != null) ? chosen.getValue() : null;
	}

	/**
	 * The replicas of a broker by their ids, empty for a broker not in this route.
	 */
	public Map<Long, String> addresses(String brokerName) {
		return replicas(brokerName);
	}

	public Set<String> allAddresses() {
		Set<String> all = new HashSet<>();
		this.brokers.values().forEach((replicas) -> all.addAll(replicas.values()));
		return Set.copyOf(all);
	}

	/**
	 * The route of a topic that does not exist yet and that brokers create with its first
	 * message, made of the route of the topic they create others after.
	 * @param newTopic the topic to be created
	 * @param autoCreateQueues the number of queues wanted on each broker
	 */
	public TopicRoute asTemplateFor(String newTopic, int autoCreateQueues) {
		List<RouteData.Broker> sameBrokers = new ArrayList<>();
		this.brokers.forEach((name, replicas) -> sameBrokers.add(new RouteData.Broker("", name, replicas)));
		List<RouteData.Queues> fewerQueues = this.queues.stream().map((entry) -> {
			int count = Math.min(autoCreateQueues, entry.readQueues());
			return new RouteData.Queues(entry.brokerName(), count, count, entry.perm());
		}).toList();
		return of(newTopic, new RouteData(sameBrokers, fewerQueues, null, false), this.limits);
	}

	/**
	 * Whether nothing can be written or read, as in the moments when brokers come or go.
	 */
	boolean isEmpty() {
		return this.publishQueues.isEmpty() && this.subscribeQueues.isEmpty();
	}

	Map<String, ? extends Map<Long, String>> brokers() {
		return this.brokers;
	}

	private NavigableMap<Long, String> replicas(String brokerName) {
		return this.brokers.getOrDefault(brokerName, Collections.emptyNavigableMap());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TopicRoute that && this.topic.equals(that.topic) && this.brokers.equals(that.brokers)
				&& this.queues.equals(that.queues) && this.publishQueues.equals(that.publishQueues);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.topic, this.brokers, this.queues);
	}

	@Override
	public String toString() {
		return this.topic + ": " + this.publishQueues.size() + " queues to write, " + this.subscribeQueues.size()
				+ " to read, brokers " + this.brokers;
	}

}
