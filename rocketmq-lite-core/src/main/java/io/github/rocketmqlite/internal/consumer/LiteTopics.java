package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.consumer.LiteTopicListener;
import io.github.rocketmqlite.internal.codec.command.LiteSubscriptionRequest;
import io.github.rocketmqlite.internal.codec.command.LiteSubscriptionRequest.Action;
import io.github.rocketmqlite.internal.codec.command.LiteSubscriptionRequest.Position;
import io.github.rocketmqlite.internal.codec.command.PopLiteRequest;
import io.github.rocketmqlite.internal.pop.LiteMember;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lite topics that one consumer wants, kept the same at all brokers of the topic that
 * holds them: changes are told at once, and all of it from time to time, because brokers
 * keep it in memory only, and know of a lite topic only from its first message on, unless
 * it is theirs by rule.
 * <p>
 * Threading: thread-safe; the requests follow each other, begun on the timer.
 */
final class LiteTopics implements LiteMember {

	private static final Logger logger = LoggerFactory.getLogger(LiteTopics.class);

	/** Brokers forget what they hear nothing of for some minutes. */
	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final long SHORT_MILLIS = 1000;

	private static final int NOT_SUPPORTED = ResponseCode.REQUEST_CODE_NOT_SUPPORTED.number();

	private final String group;

	private final String topic;

	private final Cluster cluster;

	private final ScheduledExecutorService timer;

	private final Duration requestTimeout;

	private final LiteTopicListener listener;

	private final Executor callbacks;

	private final String clientId;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final AtomicLong version = new AtomicLong(System.currentTimeMillis());

	private final ReentrantLock turns = new ReentrantLock();

	/** What is under way; guarded by the lock. */
	private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

	private volatile @Nullable ScheduledFuture<?> schedule;

	private volatile boolean closed;

	/**
	 * Makes one that wants nothing.
	 * @param topic the topic that holds the lite topics
	 * @param listener told of lite topics that brokers take away
	 */
	LiteTopics(String group, String topic, Cluster cluster, ConsumerSettings settings, LiteTopicListener listener) {
		this.group = group;
		this.topic = topic;
		this.cluster = cluster;
		this.timer = settings.timer();
		this.requestTimeout = settings.requestTimeout();
		this.listener = listener;
		this.callbacks = settings.callbacks();
		// brokers know one group for each name, and a client may have several groups
		this.clientId = cluster.clientId() + "@" + group;
	}

	@Override
	public String liteClientId() {
		return this.clientId;
	}

	String topic() {
		return this.topic;
	}

	Set<String> names() {
		return Set.copyOf(this.names);
	}

	/**
	 * Makes the member known to all brokers and asks each whether the group may pop lite
	 * topics of it. From now on the brokers are told regularly.
	 * @return fails when a broker refuses
	 */
	@Override
	public CompletableFuture<Boolean> enter() {
		return inTurn(() -> tell(Action.COMPLETE_ADD, this.names, null)).thenCompose((told) -> {
			Throwable problem = told.problem();
			problem = (problem != null) ? named(problem, Set.of()) : null;
			return (problem != null) ? CompletableFuture.failedFuture(problem) : probe(told.accepted());
		}).thenApply((probed) -> {
			long millis = INTERVAL.toMillis();
			this.schedule = this.timer.scheduleWithFixedDelay(this::sync, millis, millis, TimeUnit.MILLISECONDS);
			return probed;
		});
	}

	/** Nothing is wanted yet, so there is nothing to pop. */
	private CompletableFuture<Boolean> probe(Collection<String> brokers) {
		List<CompletableFuture<Boolean>> probes = new ArrayList<>();
		for (String broker : brokers) {
			PopLiteRequest request = new PopLiteRequest(this.group, this.topic, this.clientId, 1, SHORT_MILLIS, 0,
					broker);
			probes.add(this.cluster.callMaster(broker, request, deadline())
				.handle((answer, failure) -> (failure != null) ? named(Blocking.unwrap(failure), Set.of()) : null)
				.thenCompose((failure) -> (failure instanceof BrokerException) ? CompletableFuture.failedFuture(failure)
						: CompletableFuture.completedFuture(true)));
		}
		return CompletableFuture.allOf(probes.toArray(CompletableFuture[]::new)).thenApply((all) -> true);
	}

	/**
	 * Wants more lite topics.
	 * @param position where the group goes on in them; {@code null} for where it is
	 * @return fails when a broker refuses, or none could be told; nothing has changed
	 * then
	 */
	CompletableFuture<Boolean> subscribe(Collection<String> wanted, @Nullable Position position) {
		return inTurn(() -> {
			Set<String> added = new HashSet<>(wanted);
			if (position == null) {
				added.removeAll(this.names);
			}
			Set<String> again = new HashSet<>(added);
			again.retainAll(this.names);
			if (added.isEmpty()) {
				return CompletableFuture.completedFuture(true);
			}
			// whoever subscribes twice to what is exclusive takes it from itself
			CompletableFuture<?> ready = again.isEmpty() ? CompletableFuture.completedFuture(true)
					: tell(Action.PARTIAL_REMOVE, again, null);
			return ready.thenCompose((removed) -> tell(Action.PARTIAL_ADD, added, position))
				.thenCompose((told) -> added(added, told));
		});
	}

	private CompletableFuture<Boolean> added(Set<String> added, Told told) {
		Throwable problem = told.problem();
		if (problem == null) {
			this.names.addAll(added);
			told.report("could not be told that group " + this.group + " wants " + added.size()
					+ " more lite topics of " + this.topic);
			return CompletableFuture.completedFuture(true);
		}
		Set<String> undone = new HashSet<>(added);
		undone.removeAll(this.names);
		return tell(Action.PARTIAL_REMOVE, undone, null)
			.thenCompose((removed) -> CompletableFuture.failedFuture(named(problem, added)));
	}

	/** A broker's no, with what it is about and what helps. */
	private Throwable named(Throwable problem, Set<String> liteTopics) {
		if (!(problem instanceof BrokerException refusal) || refusal.isAccessDenied() || refusal.isRetryable()) {
			return problem;
		}
		String what = (liteTopics.isEmpty() ? "" : "lite topics " + new TreeSet<>(liteTopics) + " of ") + "topic "
				+ this.topic + " in group " + this.group
				+ ((refusal.code() == NOT_SUPPORTED) ? "; lite topics need brokers from 5.4 on" : "");
		return new BrokerException(refusal.code(), refusal.remark().isEmpty() ? what : refusal.remark() + "; " + what,
				refusal.address(), refusal.outcome(), refusal);
	}

	/** Wants lite topics no more; a broker that cannot be told now is told later. */
	CompletableFuture<Boolean> unsubscribe(Collection<String> unwanted) {
		return inTurn(() -> {
			Set<String> removed = new HashSet<>(unwanted);
			removed.retainAll(this.names);
			this.names.removeAll(removed);
			return removed.isEmpty() ? CompletableFuture.completedFuture(true)
					: tell(Action.PARTIAL_REMOVE, removed, null).thenApply((told) -> {
						told.report("could not be told that group " + this.group + " wants " + removed.size()
								+ " lite topics of " + this.topic + " no more");
						return true;
					});
		});
	}

	@Override
	public CompletableFuture<Boolean> introduce(String brokerName) {
		return inTurn(() -> this.closed ? CompletableFuture.completedFuture(true)
				: this.cluster.callMaster(brokerName, request(Action.COMPLETE_ADD, this.names, null), deadline()));
	}

	private void sync() {
		inTurn(() -> this.closed ? CompletableFuture.completedFuture(true)
				: tell(Action.COMPLETE_ADD, this.names, null).thenApply((told) -> {
					told.report(
							"could not be told which lite topics of " + this.topic + " group " + this.group + " wants");
					return true;
				}));
	}

	/** A broker has taken a lite topic away; on an event loop. */
	void taken(String liteTopic, String client, String peer) {
		if (!client.equals(this.clientId) || !this.names.remove(liteTopic)) {
			logger.debug("{} takes lite topic {} from {}, which does not have it", peer, liteTopic, client);
			return;
		}
		logger.info("{} has taken lite topic {} of {} from group {} here", peer, liteTopic, this.topic, this.group);
		try {
			this.callbacks.execute(() -> {
				try {
					this.listener.onUnsubscribed(this.topic, liteTopic);
				}
				catch (Throwable failure) {
					logger.warn("The lite topic listener of group {} failed for {}", this.group, liteTopic, failure);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The client is closed, nobody hears that lite topic {} is lost", liteTopic);
		}
	}

	/**
	 * Says farewell, so that other members get what would have come here; never fails.
	 */
	@Override
	public CompletableFuture<Boolean> leave() {
		this.closed = true;
		ScheduledFuture<?> scheduled = this.schedule;
		if (scheduled != null) {
			scheduled.cancel(false);
		}
		return inTurn(() -> tell(Action.COMPLETE_REMOVE, Set.of(), null)).handle((told, failure) -> true);
	}

	private CompletableFuture<Told> tell(Action action, Set<String> liteTopics, @Nullable Position position) {
		LiteSubscriptionRequest request = request(action, liteTopics, position);
		return this.cluster.route(this.topic, deadline()).thenCompose((route) -> {
			Told told = new Told(ConcurrentHashMap.newKeySet(), new ConcurrentHashMap<>());
			Set<String> brokers = new HashSet<>();
			PoppedTopics.places(route).forEach((place) -> brokers.add(place.brokerName()));
			return CompletableFuture
				.allOf(brokers.stream()
					.map((broker) -> this.cluster.callMaster(broker, request, deadline())
						.handle((done, failure) -> told.answered(broker, failure)))
					.toArray(CompletableFuture[]::new))
				.thenApply((all) -> told);
		});
	}

	private LiteSubscriptionRequest request(Action action, Set<String> liteTopics, @Nullable Position position) {
		return new LiteSubscriptionRequest(action, this.clientId, this.group, this.topic, liteTopics, position,
				this.version.incrementAndGet());
	}

	private Deadline deadline() {
		return Deadline.after(this.requestTimeout);
	}

	/** Two requests at the same time could arrive in the other order. */
	private <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> work) {
		this.turns.lock();
		try {
			CompletableFuture<T> mine = this.last.handle((ended, failure) -> true)
				.thenComposeAsync((ended) -> work.get(), this.timer);
			this.last = mine;
			return mine;
		}
		finally {
			this.turns.unlock();
		}
	}

	/**
	 * What came of telling all brokers.
	 *
	 * @param accepted the brokers that agreed
	 * @param failures why the others did not, by their names
	 */
	private record Told(Set<String> accepted, Map<String, Throwable> failures) {

		boolean answered(String broker, @Nullable Throwable failure) {
			if (failure == null) {
				return this.accepted.add(broker);
			}
			return this.failures.put(broker, Blocking.unwrap(failure)) == null;
		}

		/**
		 * A broker's no, which it would repeat; or why there is no broker that agreed.
		 */
		@Nullable Throwable problem() {
			Stream<Throwable> refusals = this.failures.values()
				.stream()
				.filter((failure) -> failure instanceof BrokerException refusal && !refusal.isRetryable());
			return refusals.findFirst().orElseGet(() -> this.accepted.isEmpty() ? anyFailure() : null);
		}

		private Throwable anyFailure() {
			return this.failures.values()
				.stream()
				.findFirst()
				.orElseGet(() -> new RouteNotFoundException("The topic has no broker with queues to read"));
		}

		void report(String what) {
			new TreeMap<>(this.failures).forEach((broker, failure) -> logger.warn("Broker {} {}; it is told again: {}",
					broker, what, failure.getMessage()));
		}

	}

}
