package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the brokers that may hold half messages of a group know its producer, before it
 * sends anything and although it may send nothing for long: they can ask only those whom
 * they know. Keeps the routes of these topics in use, and tells brokers that are new.
 * <p>
 * Threading: thread-safe; its work runs on the timer and on event loops.
 */
final class TransactionTopics {

	private static final Logger logger = LoggerFactory.getLogger(TransactionTopics.class);

	static final int MAX_TOPICS = 1000;

	/** Well below the time after which a route that nobody uses is forgotten. */
	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final ProducerResources resources;

	private final Set<String> topics = ConcurrentHashMap.newKeySet();

	private volatile Set<String> told = Set.of();

	private volatile @Nullable ScheduledFuture<?> task;

	TransactionTopics(ProducerResources resources, Collection<String> topics) {
		this.resources = resources;
		this.topics.addAll(topics);
		// its brokers are those that create topics, so they may have got half messages
		this.topics.add(Names.TEMPLATE_TOPIC);
	}

	void start() {
		this.task = this.resources.timer()
			.scheduleWithFixedDelay(this::refresh, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * A half message was sent to a topic.
	 */
	void add(String topic) {
		if (this.topics.size() < MAX_TOPICS) {
			this.topics.add(topic);
		}
	}

	private void refresh() {
		try {
			Deadline deadline = Deadline.after(INTERVAL);
			List<CompletableFuture<@Nullable TopicRoute>> routes = this.topics.stream()
				.map((topic) -> route(topic, deadline))
				.toList();
			CompletableFuture.allOf(routes.toArray(CompletableFuture[]::new)).thenRun(() -> tellNewBrokers(deadline));
		}
		catch (RuntimeException ex) {
			logger.error("The routes of transactions were not looked up and are tried again", ex);
		}
	}

	private CompletableFuture<@Nullable TopicRoute> route(String topic, Deadline deadline) {
		return this.resources.routes().route(topic, deadline).<@Nullable TopicRoute>handle((route, failure) -> {
			if (failure != null && Blocking.unwrap(failure) instanceof RouteNotFoundException
					&& topic.equals(Names.TEMPLATE_TOPIC)) {
				// not there where topics are made by hand only
				this.topics.remove(topic);
			}
			return route;
		});
	}

	private void tellNewBrokers(Deadline deadline) {
		Set<String> brokers = Set.copyOf(this.resources.routes().brokers().keySet());
		if (this.told.containsAll(brokers)) {
			return;
		}
		this.resources.session().heartbeat(deadline).whenComplete((count, failure) -> {
			if (failure == null) {
				this.told = brokers;
			}
		});
	}

	void close() {
		ScheduledFuture<?> running = this.task;
		if (running != null) {
			running.cancel(false);
		}
	}

}
