package io.github.rocketmqlite.internal.consumer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The routes of a group's topics, and the rule that a broker hears of the consumer before
 * it is asked for messages.
 * <p>
 * Threading: confined to the timer.
 */
final class SubscribedRoutes {

	private static final Logger logger = LoggerFactory.getLogger(SubscribedRoutes.class);

	private final Cluster cluster;

	private final Subscriptions subscriptions;

	private final ScheduledExecutorService timer;

	private final FirstRoutes firstRoutes = new FirstRoutes();

	private final Set<String> reportedTopics = new HashSet<>();

	private final Set<String> announcedTo = new HashSet<>();

	SubscribedRoutes(Cluster cluster, Subscriptions subscriptions, ScheduledExecutorService timer) {
		this.cluster = cluster;
		this.subscriptions = subscriptions;
		this.timer = timer;
	}

	/**
	 * Looks up all topics, each on its own.
	 * @return what is known, on the timer; never fails
	 */
	CompletableFuture<Known> lookUp(Deadline deadline) {
		Map<String, TopicRoute> routes = new TreeMap<>();
		Set<String> missing = new TreeSet<>();
		List<Throwable> failures = new ArrayList<>();
		Set<String> topics = this.subscriptions.topics();
		Instant begun = Instant.now();
		CompletableFuture<?>[] lookUps = topics.stream()
			.map((topic) -> this.cluster.route(topic, deadline).handleAsync((route, failure) -> {
				if (route != null) {
					routes.put(topic, route);
					this.reportedTopics.remove(topic);
				}
				else if (failure != null) {
					missing(topic, Blocking.unwrap(failure), missing, failures);
				}
				return true;
			}, this.timer))
			.toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(lookUps).thenApplyAsync((ignored) -> {
			this.firstRoutes.looked(begun, topics, routes);
			return new Known(routes, missing, failures.isEmpty() ? null : failures.get(0));
		}, this.timer);
	}

	/** See {@link FirstRoutes#appearedAfter}. */
	@Nullable Instant appearedAfter(MessageQueue queue) {
		return this.firstRoutes.appearedAfter(queue);
	}

	private void missing(String topic, Throwable failure, Set<String> missing, List<Throwable> failures) {
		if (!(failure instanceof RouteNotFoundException)) {
			failures.add(failure);
		}
		if (topic.equals(this.subscriptions.retryTopic())) {
			// brokers make it when they first hear of the group
			logger.debug("Retry topic {} has no route yet: {}", topic, failure.getMessage());
		}
		else if (missing.add(topic) && this.reportedTopics.add(topic)) {
			// nobody misses the topic of dead letters before there is one
			boolean usual = Names.isDeadLetterTopic(topic) && failure instanceof RouteNotFoundException;
			logger.atLevel(usual ? Level.INFO : Level.WARN)
				.log("Topic {} has no route; group {} receives its messages as soon as there is one: {}", topic,
						this.subscriptions.group(), failure.getMessage());
		}
	}

	/** What the brokers were told is not true any more. */
	void changed() {
		this.announcedTo.clear();
	}

	/**
	 * Sends a heartbeat if a route has a broker that got none yet.
	 * @return the same routes, on the timer; fails when no broker took the heartbeat
	 */
	CompletableFuture<Map<String, TopicRoute>> announce(Map<String, TopicRoute> routes) {
		Set<String> brokers = new HashSet<>();
		routes.values().forEach((route) -> brokers.addAll(route.brokerNames()));
		if (this.announcedTo.containsAll(brokers)) {
			return CompletableFuture.completedFuture(routes);
		}
		return this.cluster.heartbeat().thenApplyAsync((acknowledged) -> {
			this.announcedTo.addAll(brokers);
			return routes;
		}, this.timer);
	}

	/**
	 * What a look-up found.
	 *
	 * @param routes the routes by topic
	 * @param missing the topics that have no route, or none that could be learned
	 * @param failure why the look-up of a topic failed, if it was not the answer that it
	 * has no route
	 */
	record Known(Map<String, TopicRoute> routes, Set<String> missing, @Nullable Throwable failure) {
	}

}
