package io.github.rocketmqlite.spring.listener;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.Filter;

/**
 * The listeners of one consumer group: what the group subscribes to is the union of what
 * they want, and each message has exactly one of them.
 * <p>
 * Threading: immutable.
 */
public final class ContainerListeners {

	private final List<ContainerListener> listeners;

	/** Those that name tags come before the one that takes the rest. */
	private final Map<String, List<ContainerListener>> byTopic = new HashMap<>();

	/**
	 * Puts listeners together.
	 * @param listeners at least one
	 * @throws IllegalStateException naming two of them that want the same messages
	 */
	public ContainerListeners(List<ContainerListener> listeners) {
		this.listeners = List.copyOf(listeners);
		for (int i = 0; i < this.listeners.size(); i++) {
			for (ContainerListener earlier : this.listeners.subList(0, i)) {
				requireApart(earlier, this.listeners.get(i));
			}
		}
		if (isBatching() && isAsynchronous()) {
			throw new ListenerConfigurationException("Listeners of one consumer group cannot partly take batches and"
					+ " partly end later: " + this.listeners.stream().map(ContainerListener::description).toList()
					+ ". Give them groups of their own");
		}
		List<ContainerListener> inOrder = this.listeners.stream()
			.sorted(Comparator.comparing(ContainerListener::takesTheRest))
			.toList();
		subscriptions().keySet()
			.forEach((topic) -> this.byTopic.put(topic,
					inOrder.stream().filter((listener) -> listener.topics().contains(topic)).toList()));
	}

	private static void requireApart(ContainerListener one, ContainerListener other) {
		if (one.competesWith(other)) {
			throw new ListenerConfigurationException("Two listeners of one consumer group want the same messages: "
					+ one.description() + " receives " + one.filter() + " of " + one.topics() + " and "
					+ other.description() + " receives " + other.filter() + " of " + other.topics()
					+ ". A group gets each message once: give them different topics or tags, or groups of their own");
		}
	}

	/**
	 * Whether one of them takes several messages at once.
	 */
	boolean isBatching() {
		return this.listeners.stream().anyMatch((listener) -> listener.handler() instanceof ListenerHandler.Batch);
	}

	/**
	 * Whether one of them ends later than it returns.
	 */
	boolean isAsynchronous() {
		return this.listeners.stream().anyMatch((listener) -> listener.handler() instanceof ListenerHandler.Async);
	}

	public List<ContainerListener> all() {
		return this.listeners;
	}

	/**
	 * What the group subscribes to.
	 */
	public Map<String, Filter> subscriptions() {
		Map<String, Filter> union = new LinkedHashMap<>();
		for (ContainerListener listener : this.listeners) {
			listener.topics().forEach((topic) -> union.merge(topic, listener.filter(), ContainerListeners::union));
		}
		return union;
	}

	private static Filter union(Filter one, Filter other) {
		if (one.tags().isEmpty()) {
			return one;
		}
		if (other.tags().isEmpty()) {
			return other;
		}
		Set<String> tags = new LinkedHashSet<>(one.tags());
		tags.addAll(other.tags());
		return Filter.tags(tags);
	}

	/**
	 * The listener that a message is for. One that is alone gets whatever the broker
	 * delivers to its group.
	 * @throws IllegalStateException when there is none, as for a message that is
	 * delivered again after its listener was taken away
	 */
	ContainerListener of(ReceivedMessage message) {
		if (this.listeners.size() == 1) {
			return this.listeners.get(0);
		}
		for (ContainerListener listener : this.byTopic.getOrDefault(message.topic(), List.of())) {
			if (listener.filter().accepts(message.tag())) {
				return listener;
			}
		}
		throw new IllegalStateException(
				"No listener of the group takes topic '" + message.topic() + "' with tag '" + message.tag() + "'");
	}

}
