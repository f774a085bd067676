package io.github.rocketmqlite.spring.listener;

import java.util.Set;

import io.github.rocketmqlite.consumer.Filter;
import org.jspecify.annotations.Nullable;

/**
 * One of the listeners that a container serves. The listeners of one consumer group share
 * one container, because a group is one consumer.
 * <p>
 * Threading: immutable.
 *
 * @param id the listener's id, unique in the application
 * @param topics the topics it receives
 * @param filter which messages of them
 * @param handler what is called
 * @param description where the listener comes from, for people
 * @param failures what becomes of messages it fails on; {@code null} for what holds for
 * the container
 */
public record ContainerListener(String id, Set<String> topics, Filter filter, ListenerHandler handler,
		String description, @Nullable FailureHandling failures) {

	public ContainerListener {
		topics = Set.copyOf(topics);
	}

	/**
	 * A listener without a way of its own to handle failures.
	 */
	public ContainerListener(String id, Set<String> topics, Filter filter, ListenerHandler handler,
			String description) {
		this(id, topics, filter, handler, description, null);
	}

	/**
	 * Whether a message could be meant for this listener as well as for the other one.
	 * One that takes a topic's whole rest does not stand in the way of one that names
	 * tags. A condition in SQL92 cannot be put together with any other filter.
	 */
	boolean competesWith(ContainerListener other) {
		if (this.topics.stream().noneMatch(other.topics::contains)) {
			return false;
		}
		if (this.filter.type() == Filter.Type.SQL92 || other.filter.type() == Filter.Type.SQL92) {
			return true;
		}
		if (takesTheRest() || other.takesTheRest()) {
			return takesTheRest() && other.takesTheRest();
		}
		return this.filter.tags().stream().anyMatch(other.filter.tags()::contains);
	}

	boolean takesTheRest() {
		return this.filter.tags().isEmpty();
	}

}
