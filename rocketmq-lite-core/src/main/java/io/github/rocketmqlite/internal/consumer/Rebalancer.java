package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.assignment.Allocation;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the queues of this member what they should be: looks at routes and members from
 * time to time and whenever something changed, computes this member's share and brings
 * the assigned queues in line. What is not known changes nothing.
 * <p>
 * Threading: confined to the timer, which it never blocks; {@link #request()} may be
 * called by any thread.
 */
final class Rebalancer {

	private static final Logger logger = LoggerFactory.getLogger(Rebalancer.class);

	/** How long a queue that left the route is kept in case its broker comes back. */
	private static final Duration ABSENCE = Duration.ofMinutes(10);

	private static final Duration SOON = Duration.ofSeconds(1);

	/** How often a missing retry topic or membership is looked after soon. */
	private static final int SOON_LIMIT = 10;

	private final Cluster cluster;

	private final Subscriptions subscriptions;

	private final QueueResources resources;

	private final AssignedQueues queues;

	/** Whether topics are pulled or popped; {@code null} when all are pulled. */
	private final @Nullable ModeSwitch modes;

	private final SubscribedRoutes routes;

	private final BrokerAssignment brokerAssignment;

	private final SubscriptionGuard guard;

	private final Duration interval;

	private final Map<String, Set<String>> knownMembers = new HashMap<>();

	private final Map<MessageQueue, Long> absentSince = new HashMap<>();

	private final Set<String> unknownMembers = new HashSet<>();

	private final AtomicBoolean requested = new AtomicBoolean();

	private @Nullable ScheduledFuture<?> schedule;

	private boolean running;

	/** Those who asked for a look while another one was under way. */
	private @Nullable CompletableFuture<@Nullable Void> again;

	private int soonCount;

	private boolean lookingSoon;

	private boolean sameIdReported;

	/** The queues that are given by hand; {@code null} while the members share them. */
	private @Nullable Set<MessageQueue> given;

	private volatile boolean closed;

	Rebalancer(QueueResources resources, SubscribedRoutes routes, Duration interval) {
		this(resources, routes, interval, null);
	}

	Rebalancer(QueueResources resources, SubscribedRoutes routes, Duration interval, @Nullable PoppedTopics popped) {
		this.resources = resources;
		this.cluster = resources.cluster();
		this.subscriptions = resources.subscriptions();
		this.routes = routes;
		this.brokerAssignment = new BrokerAssignment(resources);
		this.interval = interval;
		this.queues = new AssignedQueues(resources, routes::appearedAfter, this::request);
		this.guard = new SubscriptionGuard(resources, this.queues);
		this.modes = (popped != null) ? new ModeSwitch(resources, this.queues, popped) : null;
		if (popped != null) {
			popped.onReleased(this::request);
		}
	}

	AssignedQueues queues() {
		return this.queues;
	}

	private ScheduledExecutorService timer() {
		return this.resources.timer();
	}

	/**
	 * Looks at the assignment for the first time, then again and again.
	 * @return completes after the first look, never exceptionally
	 */
	CompletableFuture<@Nullable Void> start() {
		return CompletableFuture.supplyAsync(() -> {
			if (this.closed) {
				return CompletableFuture.<@Nullable Void>completedFuture(null);
			}
			long millis = this.interval.toMillis();
			this.schedule = timer().scheduleWithFixedDelay(this::request, millis, millis, TimeUnit.MILLISECONDS);
			return look();
		}, timer()).thenCompose((first) -> first);
	}

	/** Asks for a look at the assignment; several requests before it are one. */
	void request() {
		if (!this.closed && this.requested.compareAndSet(false, true)) {
			timer().execute(() -> {
				this.requested.set(false);
				look();
			});
		}
	}

	/**
	 * Looks at the assignment now; on the timer.
	 * @return completes after the look, never exceptionally
	 */
	CompletableFuture<@Nullable Void> lookNow() {
		return look();
	}

	/**
	 * Takes these queues whoever else is in the group; on the timer, before a look.
	 * @param queues the queues, or {@code null} to share them with the members again
	 */
	void give(@Nullable Set<MessageQueue> queues) {
		this.given = queues;
	}

	/** Looks no more. A look that is under way changes nothing any more. */
	void close() {
		this.closed = true;
		ScheduledFuture<?> scheduled = this.schedule;
		if (scheduled != null) {
			scheduled.cancel(false);
		}
	}

	private CompletableFuture<@Nullable Void> look() {
		if (this.closed) {
			return CompletableFuture.completedFuture(null);
		}
		if (this.running) {
			// the one under way may have seen an older state
			if (this.again == null) {
				this.again = new CompletableFuture<>();
			}
			return this.again;
		}
		this.running = true;
		this.lookingSoon = false;
		Deadline deadline = Deadline.after(this.resources.requestTimeout());
		return this.routes.lookUp(deadline)
			.thenCompose((known) -> announce(known.routes()))
			.thenComposeAsync((known) -> reconcile(known, deadline), timer())
			.handleAsync((ignored, failure) -> ended(failure), timer());
	}

	private CompletableFuture<Map<String, TopicRoute>> announce(Map<String, TopicRoute> known) {
		// without the heartbeat the brokers refuse pulls, and the puller sends another
		// one
		return this.routes.announce(known).exceptionally((failure) -> known);
	}

	private @Nullable Void ended(@Nullable Throwable failure) {
		this.running = false;
		this.soonCount = this.lookingSoon ? this.soonCount : 0;
		if (failure != null) {
			logger.warn("The assignment of group {} could not be looked at and stays as it is",
					this.subscriptions.group(), Blocking.unwrap(failure));
		}
		CompletableFuture<@Nullable Void> waiting = this.again;
		if (waiting != null) {
			this.again = null;
			look().whenComplete((ignored, unexpected) -> waiting.complete(null));
		}
		return null;
	}

	private CompletableFuture<@Nullable Void> reconcile(Map<String, TopicRoute> known, Deadline deadline) {
		MemberLists members = new MemberLists(this.cluster, this.subscriptions.group(), deadline);
		CompletableFuture<?>[] shares = known.values()
			.stream()
			.map((route) -> divide(route, members, deadline))
			.toArray(CompletableFuture[]::new);
		Set<String> topics = this.subscriptions.topics();
		this.queues.retainTopics(topics);
		if (this.modes != null) {
			this.modes.popped().retainTopics(topics);
		}
		if (topics.contains(this.subscriptions.retryTopic()) && !known.containsKey(this.subscriptions.retryTopic())) {
			lookSoon();
		}
		return CompletableFuture.allOf(shares).thenApply((ignored) -> null);
	}

	private CompletableFuture<?> divide(TopicRoute route, MemberLists members, Deadline deadline) {
		Set<MessageQueue> byHand = this.given;
		if (byHand != null) {
			this.queues.update(route.topic(),
					byHand.stream()
						.filter((queue) -> queue.topic().equals(route.topic()))
						.collect(Collectors.toUnmodifiableSet()),
					Duration.ZERO);
			return CompletableFuture.completedFuture(true);
		}
		if (this.subscriptions.isBroadcasting()) {
			take(route, new HashSet<>(route.subscribeQueues()), Duration.ZERO);
			return CompletableFuture.completedFuture(true);
		}
		if (this.modes != null && this.modes.isPopped(route.topic())) {
			pop(route.topic(), PoppedTopics.places(route));
			return CompletableFuture.completedFuture(true);
		}
		CompletableFuture<Boolean> taken = CompletableFuture.completedFuture(false);
		if (this.resources.options().assignment().assignedByBroker()) {
			taken = this.brokerAssignment.of(route, deadline)
				.thenApplyAsync((share) -> applyShare(route, share), timer())
				.exceptionallyAsync((failure) -> withoutShare(route, failure), timer());
		}
		return taken.thenCompose((done) -> done ? CompletableFuture.completedFuture(true)
				: members.of(route).handleAsync((list, failure) -> apply(route, list, failure), timer()));
	}

	/** Returns whether there is nothing left to do for the topic in this look. */
	private boolean applyShare(TopicRoute route, Optional<BrokerAssignment.Share> share) {
		this.unknownMembers.remove(route.topic());
		share.ifPresent((mine) -> {
			if (!mine.popped().isEmpty()) {
				pop(route.topic(), mine.popped());
			}
			else if (this.modes == null || this.modes.mayPull(route.topic())) {
				take(route, mine.pulled(), QueueAssignment.SETTLE_TIME);
			}
		});
		return share.isPresent();
	}

	private void pop(String topic, Set<MessageQueue> places) {
		if (this.modes != null && !this.closed && !this.modes.pop(topic, places)) {
			lookSoon();
		}
	}

	private boolean withoutShare(TopicRoute route, Throwable failure) {
		reportUnknownMembers(route.topic(), failure);
		lookSoon();
		return true;
	}

	private boolean apply(TopicRoute route, @Nullable List<String> members, @Nullable Throwable failure) {
		if (this.closed) {
			return false;
		}
		if (members == null) {
			reportUnknownMembers(route.topic(), failure);
			lookSoon();
			return false;
		}
		this.unknownMembers.remove(route.topic());
		reportSameId(members);
		this.guard.look(route, members);
		take(route, Allocation.of(this.resources.options().assignment().strategy(), this.subscriptions.group(),
				this.cluster.clientId(), route.subscribeQueues(), members), settleTime(route.topic(), members));
		return true;
	}

	private void take(TopicRoute route, Set<MessageQueue> share, Duration settleTime) {
		List<MessageQueue> all = route.subscribeQueues();
		if (!this.closed && !all.isEmpty() && this.subscriptions.topics().contains(route.topic())) {
			Set<MessageQueue> mine = new HashSet<>(share);
			mine.addAll(absent(route.topic(), new HashSet<>(all)));
			this.queues.update(route.topic(), mine, settleTime);
		}
	}

	/**
	 * A queue that left the route with its broker is nobody else's, and what is known of
	 * its progress is known here only: keep it until it comes back, its broker refuses it
	 * or a long time passed.
	 */
	private Set<MessageQueue> absent(String topic, Set<MessageQueue> present) {
		Set<MessageQueue> kept = new HashSet<>();
		this.absentSince.keySet().removeAll(present);
		long now = System.nanoTime();
		for (MessageQueue queue : this.queues.owned()) {
			QueueAssignment held = this.queues.get(queue);
			if (queue.topic().equals(topic) && !present.contains(queue) && held != null) {
				long since = this.absentSince.computeIfAbsent(queue, (absent) -> now);
				if (!held.isRefused() && now - since < ABSENCE.toNanos()) {
					kept.add(queue);
				}
				else {
					this.absentSince.remove(queue);
				}
			}
		}
		return kept;
	}

	/** Only a member that was alone before and is alone now has nobody to wait for. */
	private Duration settleTime(String topic, List<String> members) {
		Set<String> others = new HashSet<>(members);
		others.remove(this.cluster.clientId());
		Set<String> before = this.knownMembers.put(topic, others);
		boolean alone = others.isEmpty() && (before == null || before.isEmpty());
		return alone ? Duration.ZERO : QueueAssignment.SETTLE_TIME;
	}

	private void reportUnknownMembers(String topic, @Nullable Throwable failure) {
		String cause = (failure != null) ? String.valueOf(Blocking.unwrap(failure).getMessage()) : "no answer";
		if (this.unknownMembers.add(topic)) {
			logger.warn("The members of group {} are not known, the assignment of topic {} stays as it is: {}",
					this.subscriptions.group(), topic, cause);
		}
		else {
			logger.debug("The members of group {} are still not known: {}", this.subscriptions.group(), cause);
		}
	}

	private void reportSameId(List<String> members) {
		if (!this.sameIdReported && Collections.frequency(members, this.cluster.clientId()) > 1) {
			this.sameIdReported = true;
			logger.warn(
					"Group {} has more than one connection with client id {}: if this goes on, two clients share"
							+ " the id and will read the same queues",
					this.subscriptions.group(), this.cluster.clientId());
		}
	}

	private void lookSoon() {
		if (!this.lookingSoon && this.soonCount < SOON_LIMIT && this.interval.compareTo(SOON) > 0) {
			this.lookingSoon = true;
			this.soonCount++;
			timer().schedule(this::request, SOON.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

}
