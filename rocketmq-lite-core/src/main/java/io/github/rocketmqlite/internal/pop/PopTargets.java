package io.github.rocketmqlite.internal.pop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the subscribed topics can be popped, each time beginning with another place, so
 * that none is favoured.
 * <p>
 * Threading: thread-safe.
 */
final class PopTargets {

	private static final Logger logger = LoggerFactory.getLogger(PopTargets.class);

	private final String group;

	private final Map<String, Filter> subscriptions;

	private final RouteTable routes;

	private final AtomicInteger turn = new AtomicInteger();

	private final Set<String> reported = ConcurrentHashMap.newKeySet();

	PopTargets(String group, Map<String, Filter> subscriptions, RouteTable routes) {
		this.group = group;
		this.subscriptions = subscriptions;
		this.routes = routes;
	}

	/**
	 * The places there are now.
	 * @return fails when there is none and a route is not known for another reason than
	 * that the topic does not exist
	 */
	CompletableFuture<List<PopTarget>> now(Deadline deadline) {
		Map<String, TopicRoute> known = Collections.synchronizedMap(new TreeMap<>());
		List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
		CompletableFuture<?>[] lookUps = this.subscriptions.keySet()
			.stream()
			.map((topic) -> this.routes.route(topic, deadline).handle((route, failure) -> {
				if (route != null) {
					this.reported.remove(topic);
					known.put(topic, route);
				}
				else if (failure != null) {
					missing(topic, Blocking.unwrap(failure), failures);
				}
				return true;
			}))
			.toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(lookUps).thenCompose((ignored) -> {
			if (known.isEmpty() && !failures.isEmpty()) {
				return CompletableFuture.failedFuture(failures.get(0));
			}
			return CompletableFuture.completedFuture(targets(known));
		});
	}

	private void missing(String topic, Throwable failure, List<Throwable> failures) {
		if (!(failure instanceof RouteNotFoundException)) {
			failures.add(failure);
		}
		if (this.reported.add(topic)) {
			logger.warn("Topic {} has no route; group {} receives its messages as soon as there is one: {}", topic,
					this.group, failure.getMessage());
		}
	}

	private List<PopTarget> targets(Map<String, TopicRoute> known) {
		List<PopTarget> targets = new ArrayList<>();
		known.forEach((topic, route) -> {
			Set<String> brokers = new TreeSet<>();
			route.subscribeQueues().stream().map(MessageQueue::brokerName).forEach(brokers::add);
			Filter filter = this.subscriptions.getOrDefault(topic, Filter.all());
			brokers.forEach((broker) -> targets.add(new PopTarget(topic, broker, filter)));
		});
		if (!targets.isEmpty()) {
			Collections.rotate(targets, -Math.floorMod(this.turn.getAndIncrement(), targets.size()));
		}
		return targets;
	}

}
