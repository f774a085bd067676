package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import org.jspecify.annotations.Nullable;

/**
 * Which queues were there when this member first looked at a topic. What is stored in
 * those that came later was sent while the group was already waiting for it, so a group
 * without an offset there must not begin behind it.
 * <p>
 * Threading: confined to the timer.
 */
final class FirstRoutes {

	/**
	 * How far the clocks of a member and a broker may be apart. New queues hold nothing
	 * that is older anyway.
	 */
	private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

	private final Map<String, First> topics = new HashMap<>();

	/**
	 * Remembers the first look at each topic.
	 * @param time the time of this look
	 * @param subscribed the topics that were looked up; others are forgotten
	 * @param routes the routes that were found
	 */
	void looked(Instant time, Set<String> subscribed, Map<String, TopicRoute> routes) {
		this.topics.keySet().retainAll(subscribed);
		for (String topic : subscribed) {
			this.topics.computeIfAbsent(topic, (added) -> {
				TopicRoute route = routes.get(added);
				return new First(time, (route != null) ? Set.copyOf(route.subscribeQueues()) : Set.of());
			});
		}
	}

	/**
	 * Returns the time from which on the messages of a queue are this group's, if it has
	 * no offset there.
	 * @param queue the queue
	 * @return {@code null} for a queue that was there from the first look on
	 */
	@Nullable Instant appearedAfter(MessageQueue queue) {
		First first = this.topics.get(queue.topic());
		return (first == null || first.queues().contains(queue)) ? null : first.time().minus(CLOCK_DIFFERENCE);
	}

	private record First(Instant time, Set<MessageQueue> queues) {
	}

}
