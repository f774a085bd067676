package io.github.rocketmqlite.internal.namesrv;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.command.GetRouteRequest;
import io.github.rocketmqlite.internal.codec.command.RouteData;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of the topics in use, asked for once and kept up to date in the background.
 * A topic that nobody asks about for ten rounds is forgotten; one that no name server
 * knows is not kept at all.
 * <p>
 * Threading: thread-safe. Listeners are called on event loops or by whoever calls
 * {@link #put(TopicRoute)}.
 */
public final class RouteTable implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RouteTable.class);

	private static final int UNUSED_ROUNDS = 10;

	private final NameServers nameServers;

	private final ScheduledExecutorService timer;

	private final Duration requestTimeout;

	private final DecodeLimits limits;

	private final KnownRoutes known = new KnownRoutes();

	private final Map<String, CompletableFuture<TopicRoute>> lookups = new ConcurrentHashMap<>();

	private final List<Consumer<TopicRoute>> listeners = new CopyOnWriteArrayList<>();

	private final Future<?> refreshTask;

	private volatile boolean closed;

	/**
	 * Creates an empty table with the default limits and starts its refresh.
	 */
	public RouteTable(NameServers nameServers, ScheduledExecutorService timer, Duration refreshInterval,
			Duration requestTimeout) {
		this(nameServers, timer, refreshInterval, requestTimeout, DecodeLimits.DEFAULTS);
	}

	/**
	 * Creates an empty table and starts its refresh.
	 * @param nameServers whom to ask
	 * @param timer runs the refresh
	 * @param refreshInterval the time between two rounds
	 * @param requestTimeout how long one look-up may take
	 * @param limits how large a route may be
	 */
	public RouteTable(NameServers nameServers, ScheduledExecutorService timer, Duration refreshInterval,
			Duration requestTimeout, DecodeLimits limits) {
		this.nameServers = nameServers;
		this.timer = timer;
		this.requestTimeout = requestTimeout;
		this.limits = limits;
		this.refreshTask = timer.scheduleWithFixedDelay(this::refreshAll, refreshInterval.toNanos(),
				refreshInterval.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * The route of a topic: what is known, or else what the name servers say. All who ask
	 * at the same time share one look-up.
	 * <p>
	 * Fails with {@link RouteNotFoundException} when no name server knows the topic.
	 */
	public CompletableFuture<TopicRoute> route(String topic, Deadline deadline) {
		TopicRoute route = this.known.use(topic);
		return (route != null) ? CompletableFuture.completedFuture(route) : refresh(topic, deadline);
	}

	/**
	 * Asks the name servers, whatever is known; joins a look-up that is under way. When
	 * it fails, or no broker serves the topic any more, the future fails and the last
	 * good route stays in use.
	 */
	public CompletableFuture<TopicRoute> refresh(String topic, Deadline deadline) {
		if (this.closed) {
			return CompletableFuture.failedFuture(new ClientClosedException(
					"No route for topic '" + topic + "': the client is closed", Outcome.NOT_SENT, null));
		}
		this.known.use(topic);
		return new RouteWaiter(topic, this.nameServers.addresses(), deadline, this.timer).follow(lookup(topic));
	}

	/**
	 * The last good route, if there is one.
	 */
	public @Nullable TopicRoute snapshot(String topic) {
		return this.known.use(topic);
	}

	/**
	 * Takes a route into use that no name server gave for this topic: that of a topic to
	 * be created.
	 */
	public void put(TopicRoute route) {
		if (this.known.put(route)) {
			tellListeners(route);
		}
	}

	/**
	 * The addresses of all brokers in known routes: broker name to replicas.
	 */
	public Map<String, Map<Long, String>> brokers() {
		return this.known.brokers();
	}

	/**
	 * How long ago the route of each topic in use was last confirmed.
	 */
	public Map<String, Duration> ages() {
		return this.known.ages();
	}

	public @Nullable String masterAddress(String brokerName) {
		return brokers().getOrDefault(brokerName, Map.of()).get(0L);
	}

	/**
	 * Adds a listener, which is called with each route that differs from the one before.
	 * It must not block.
	 */
	public void onChange(Consumer<TopicRoute> listener) {
		this.listeners.add(listener);
	}

	@Override
	public void close() {
		this.closed = true;
		this.refreshTask.cancel(false);
	}

	private CompletableFuture<TopicRoute> lookup(String topic) {
		CompletableFuture<TopicRoute> mine = new CompletableFuture<>();
		CompletableFuture<TopicRoute> running = this.lookups.putIfAbsent(topic, mine);
		if (running != null) {
			return running;
		}
		Deadline deadline = Deadline.after(this.requestTimeout);
		this.nameServers.call(new GetRouteRequest(topic), deadline)
			.thenApply((data) -> accept(topic, data))
			.whenComplete((route, failure) -> {
				this.lookups.remove(topic, mine);
				if (failure == null) {
					mine.complete(route);
				}
				else {
					mine.completeExceptionally(explained(topic, Blocking.unwrap(failure)));
				}
			});
		return mine;
	}

	private TopicRoute accept(String topic, RouteData data) {
		TopicRoute route = TopicRoute.of(topic, data, this.limits);
		if (route.isEmpty()) {
			throw new RouteNotFoundException("No broker serves topic '" + topic + "' at the moment, say name servers "
					+ this.nameServers.addresses());
		}
		put(route);
		return route;
	}

	private Throwable explained(String topic, Throwable failure) {
		if (failure instanceof BrokerException refusal && refusal.code() == ResponseCode.TOPIC_NOT_EXIST.number()) {
			return new RouteNotFoundException(
					"Topic '" + topic + "' is not known to name servers " + this.nameServers.addresses(), refusal);
		}
		return failure;
	}

	// each topic on its own: one that fails does not keep the others from being refreshed
	private void refreshAll() {
		try {
			for (String topic : this.known.nextRound(UNUSED_ROUNDS, this.lookups::containsKey)) {
				lookup(topic).whenComplete((route, failure) -> reportRefresh(topic, failure));
			}
		}
		catch (RuntimeException ex) {
			logger.error("The refresh of routes failed and is tried again", ex);
		}
	}

	private void reportRefresh(String topic, @Nullable Throwable failure) {
		if (failure == null || this.closed) {
			return;
		}
		if (this.known.isFirstFailure(topic)) {
			logger.warn("The route of topic '{}' was not refreshed, the last one stays in use: {}", topic,
					Blocking.unwrap(failure).getMessage());
		}
		else {
			logger.debug("The route of topic '{}' was not refreshed again", topic, failure);
		}
	}

	private void tellListeners(TopicRoute route) {
		logger.debug("New route of topic {}", route);
		for (Consumer<TopicRoute> listener : this.listeners) {
			try {
				listener.accept(route);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener for routes failed on topic '{}'", route.topic(), ex);
			}
		}
	}

}
