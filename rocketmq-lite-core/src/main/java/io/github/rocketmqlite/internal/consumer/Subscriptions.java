package io.github.rocketmqlite.internal.consumer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest.ConsumerGroup;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest.Subscription;

/**
 * The topics a group reads, its own retry topic included if it has one, and the filter of
 * each. They may change while the consumer runs.
 * <p>
 * Threading: thread-safe; readers see one state or the next.
 */
final class Subscriptions {

	/** The model of groups that read lite topics, in the protocol's words. */
	private static final String LITE_SELECTIVE = "LITE_SELECTIVE";

	private final String group;

	private final String model;

	private final ReentrantLock changes = new ReentrantLock();

	private volatile State state;

	private final boolean polled;

	private Subscriptions(String group, String model, boolean polled, State state) {
		this.group = group;
		this.model = model;
		this.polled = polled;
		this.state = state;
	}

	/**
	 * The subscriptions of the options.
	 * @param version when the subscriptions were made; brokers keep the newest
	 */
	static Subscriptions of(PushConsumerOptions options, long version) {
		Names.checkGroup(options.group());
		options.subscriptions().keySet().forEach(Names::checkTopic);
		Map<String, Filter> filters = new LinkedHashMap<>(options.subscriptions());
		if (!options.assignment().isBroadcasting()) {
			filters.put(Names.retryTopic(options.group()), Filter.all());
		}
		return new Subscriptions(options.group(), options.assignment().model().name(), false,
				new State(filters, version));
	}

	/**
	 * The subscriptions, none yet, of a consumer that the application polls.
	 * @param version when they were made; brokers keep the newest
	 */
	static Subscriptions ofPolled(String group, long version) {
		Names.checkGroup(group);
		return new Subscriptions(group, MessageModel.CLUSTERING.name(), true, new State(Map.of(), version));
	}

	/**
	 * The subscription of a consumer of lite topics.
	 * @param topic the topic that holds them
	 * @param version when it was made; brokers keep the newest
	 */
	static Subscriptions ofLite(String group, String topic, long version) {
		Names.checkGroup(group);
		Names.checkTopic(topic);
		return new Subscriptions(group, LITE_SELECTIVE, false, new State(Map.of(topic, Filter.all()), version));
	}

	/**
	 * Adds a topic or changes its filter.
	 * @param now the time in milliseconds of the wall clock
	 */
	void put(String topic, Filter filter, long now) {
		Names.checkTopic(topic);
		this.changes.lock();
		try {
			Map<String, Filter> filters = new LinkedHashMap<>(this.state.filters());
			filters.put(topic, filter);
			this.state = new State(filters, Math.max(now, this.state.version() + 1));
		}
		finally {
			this.changes.unlock();
		}
	}

	/**
	 * Takes a topic out.
	 * @param now the time in milliseconds of the wall clock
	 * @return whether it was there
	 */
	boolean remove(String topic, long now) {
		this.changes.lock();
		try {
			Map<String, Filter> filters = new LinkedHashMap<>(this.state.filters());
			if (topic.equals(retryTopic()) || filters.remove(topic) == null) {
				return false;
			}
			this.state = new State(filters, Math.max(now, this.state.version() + 1));
			return true;
		}
		finally {
			this.changes.unlock();
		}
	}

	String group() {
		return this.group;
	}

	Map<String, Filter> filters() {
		return this.state.filters();
	}

	long version() {
		return this.state.version();
	}

	Set<String> topics() {
		return this.state.filters().keySet();
	}

	/**
	 * Whether each pull brings its filter along. Members of a group that assign queues by
	 * hand may read different topics, but a broker keeps one set of subscriptions for the
	 * group.
	 */
	boolean isSentWithPulls() {
		return this.polled;
	}

	boolean isBroadcasting() {
		return this.model.equals(MessageModel.BROADCASTING.name());
	}

	/** The group's retry topic, which is read unless the group is broadcasting. */
	String retryTopic() {
		return Names.retryTopic(this.group);
	}

	Filter filter(String topic) {
		return this.state.filters().getOrDefault(topic, Filter.all());
	}

	/** What heartbeats tell the brokers. */
	ConsumerGroup entry(StartPosition start) {
		State now = this.state;
		List<Subscription> subscriptions = now.filters()
			.entrySet()
			.stream()
			.map((entry) -> subscription(entry.getKey(), entry.getValue(), now.version()))
			.toList();
		String from = switch (start) {
			case FIRST -> "CONSUME_FROM_FIRST_OFFSET";
			case LAST -> "CONSUME_FROM_LAST_OFFSET";
			case TIMESTAMP -> "CONSUME_FROM_TIMESTAMP";
		};
		return new ConsumerGroup(this.group, from, this.model, subscriptions,
				this.polled ? ConsumerGroup.ACTIVELY : ConsumerGroup.PASSIVELY);
	}

	static Subscription subscription(String topic, Filter filter, long version) {
		return new Subscription(topic, filter.type().name(), filter.expression(), filter.tags(), version);
	}

	/**
	 * The subscriptions at one time.
	 */
	private record State(Map<String, Filter> filters, long version) {

		State {
			filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
		}

	}

}
