package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The routes that messages are sent along: the topic's own, or that of the template topic
 * by which brokers create topics on the first send.
 * <p>
 * Threading: thread-safe.
 */
final class PublishRoutes {

	private static final Duration REFRESH_LIMIT = Duration.ofMillis(500);

	private final RouteTable routes;

	private final int autoCreateQueues;

	private final String templateTopic;

	PublishRoutes(RouteTable routes, int autoCreateQueues, String templateTopic) {
		this.routes = routes;
		this.autoCreateQueues = autoCreateQueues;
		this.templateTopic = templateTopic;
	}

	/**
	 * The route in memory, if it has a queue to send to. Asking keeps it from expiring.
	 */
	@Nullable TopicRoute known(String topic) {
		TopicRoute known = this.routes.snapshot(topic);
		return (known != null && !known.publishQueues().isEmpty()) ? known : null;
	}

	/**
	 * Finds a route with at least one queue to send to.
	 */
	CompletableFuture<TopicRoute> find(String topic, Deadline deadline) {
		TopicRoute known = this.routes.snapshot(topic);
		if (known != null && !known.publishQueues().isEmpty()) {
			return CompletableFuture.completedFuture(known);
		}
		return orTemplate(topic,
				(known != null) ? this.routes.refresh(topic, deadline) : this.routes.route(topic, deadline), deadline);
	}

	/**
	 * Asks the name servers again, because the route in hand led to a broker that failed.
	 * When they do not answer soon, the route in hand is still the best there is: it may
	 * name other brokers.
	 */
	CompletableFuture<TopicRoute> refreshed(String topic, Deadline deadline) {
		Deadline soon = deadline.orEarlier(REFRESH_LIMIT);
		return orTemplate(topic, this.routes.refresh(topic, soon), soon).exceptionallyCompose((failure) -> {
			TopicRoute known = known(topic);
			return (known != null) ? CompletableFuture.completedFuture(known) : CompletableFuture.failedFuture(failure);
		});
	}

	/**
	 * Whether another broker than this one could take messages of the topic.
	 */
	boolean hasOtherBroker(String topic, @Nullable String brokerName) {
		TopicRoute known = this.routes.snapshot(topic);
		if (known == null || known.publishQueues().isEmpty()) {
			return false;
		}
		// in their natural order: if there is another broker, it has the first or the
		// last
		List<MessageQueue> queues = known.publishQueues();
		return !queues.get(0).brokerName().equals(brokerName)
				|| !queues.get(queues.size() - 1).brokerName().equals(brokerName);
	}

	private CompletableFuture<TopicRoute> orTemplate(String topic, CompletableFuture<TopicRoute> route,
			Deadline deadline) {
		return route.handle((found, failure) -> {
			if (failure == null) {
				return requireWritable(topic, found);
			}
			if (Blocking.unwrap(failure) instanceof RouteNotFoundException notFound) {
				return template(topic, deadline, notFound);
			}
			return CompletableFuture.<TopicRoute>failedFuture(failure);
		}).thenCompose((next) -> next);
	}

	private CompletableFuture<TopicRoute> template(String topic, Deadline deadline, RouteNotFoundException notFound) {
		return this.routes.route(this.templateTopic, deadline).handle((template, failure) -> {
			if (failure != null) {
				return CompletableFuture.<TopicRoute>failedFuture(notFound);
			}
			TopicRoute route = template.asTemplateFor(topic, this.autoCreateQueues);
			this.routes.put(route);
			return requireWritable(topic, route);
		}).thenCompose((next) -> next);
	}

	private static CompletableFuture<TopicRoute> requireWritable(String topic, TopicRoute route) {
		if (route.publishQueues().isEmpty()) {
			return CompletableFuture.failedFuture(new RouteNotFoundException("No broker of topic '" + topic
					+ "' takes messages now: " + route.brokerNames() + " have no writable queue or no master"));
		}
		return CompletableFuture.completedFuture(route);
	}

}
