package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Moves topics between being pulled and being popped: never both at the same time, and
 * nothing that failed in one mode is forgotten in the other. The group's ordinary retry
 * topic is always pulled.
 * <p>
 * Source: protocol 4.12 and 10.1.
 * <p>
 * Threading: confined to the timer.
 */
final class ModeSwitch {

	private static final Duration LEFTOVERS_INTERVAL = Duration.ofSeconds(10);

	private final QueueResources resources;

	private final AssignedQueues queues;

	private final PoppedTopics popped;

	private final Map<String, Long> leftoversLookedFor = new HashMap<>();

	ModeSwitch(QueueResources resources, AssignedQueues queues, PoppedTopics popped) {
		this.resources = resources;
		this.queues = queues;
		this.popped = popped;
	}

	PoppedTopics popped() {
		return this.popped;
	}

	/** Whether the application wants a topic to be popped. */
	boolean isPopped(String topic) {
		return this.resources.options().receive().isPopping() && !isRetryTopic(topic);
	}

	private boolean isRetryTopic(String topic) {
		return topic.equals(this.resources.subscriptions().retryTopic());
	}

	/**
	 * Pops a topic, as soon as nothing of it is pulled any more.
	 * @return whether it is popped now
	 */
	boolean pop(String topic, Set<MessageQueue> places) {
		if (!this.resources.subscriptions().topics().contains(topic)) {
			return true;
		}
		this.queues.update(topic, Set.of(), Duration.ZERO);
		if (this.queues.all().stream().anyMatch((held) -> held.queue().topic().equals(topic))) {
			return false;
		}
		// what failed comes again with the topic itself
		leftovers(topic).forEach((retryTopic) -> this.popped.update(retryTopic, topic, Set.of()));
		this.popped.update(topic, topic, places);
		return true;
	}

	/**
	 * Pops a topic no more, but goes on to pop what failed while it was popped. That
	 * waits in a retry topic of its own, which exists only if it ever happened.
	 * @return whether the topic may be pulled now; if not, a look is asked for when it
	 * may
	 */
	boolean mayPull(String topic) {
		if (isRetryTopic(topic)) {
			return true;
		}
		this.popped.update(topic, topic, Set.of());
		if (areLeftoversDue(topic)) {
			lookForLeftovers(topic);
		}
		return !this.popped.isBusy(topic);
	}

	/** Topics that do not exist are asked for less often than those that should. */
	private boolean areLeftoversDue(String topic) {
		long now = System.nanoTime();
		Long last = this.leftoversLookedFor.get(topic);
		if (last != null && now - last < LEFTOVERS_INTERVAL.toNanos()) {
			return false;
		}
		this.leftoversLookedFor.put(topic, now);
		return true;
	}

	private void lookForLeftovers(String topic) {
		Deadline deadline = Deadline.after(this.resources.requestTimeout());
		for (String retryTopic : leftovers(topic)) {
			this.resources.cluster()
				.route(retryTopic, deadline)
				.thenAcceptAsync((route) -> popLeftovers(topic, route), this.resources.timer());
		}
	}

	private void popLeftovers(String topic, TopicRoute route) {
		boolean popped = this.popped.isPopped(topic);
		if (!popped && this.resources.subscriptions().topics().contains(topic)) {
			this.popped.update(route.topic(), topic, PoppedTopics.places(route));
		}
	}

	private List<String> leftovers(String topic) {
		String group = this.resources.subscriptions().group();
		String known = this.resources.cluster().inNamespace(topic);
		return List.of(Names.popRetryTopic(group, known), Names.popRetryTopicV2(group, known));
	}

}
