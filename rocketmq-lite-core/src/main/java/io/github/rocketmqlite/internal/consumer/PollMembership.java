package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a pull consumer enters its group, by subscriptions or by queues that are assigned
 * by hand, and leaves it again.
 * <p>
 * Threading: thread-safe; one change at a time, which blocks its caller.
 */
final class PollMembership {

	private static final Logger logger = LoggerFactory.getLogger(PollMembership.class);

	/** What waiting allows for the threads that do the work. */
	private static final Duration SLACK = Duration.ofMillis(500);

	private final ConsumerSettings settings;

	private final Cluster cluster;

	private final Subscriptions subscriptions;

	private final SubscribedRoutes routes;

	private final Rebalancer rebalancer;

	private final ConsumerMember member;

	private final PolledMessages polled;

	/** One change of subscriptions or assignments at a time. */
	private final ReentrantLock changes = new ReentrantLock();

	private volatile Mode mode = Mode.IDLE;

	/** Whether the brokers know this member. */
	private volatile boolean announced;

	private volatile boolean closed;

	/** Whether the rebalancer runs; on the timer. */
	private boolean started;

	PollMembership(ConsumerSettings settings, Cluster cluster, Subscriptions subscriptions, SubscribedRoutes routes,
			Rebalancer rebalancer, ConsumerMember member, PolledMessages polled) {
		this.settings = settings;
		this.cluster = cluster;
		this.subscriptions = subscriptions;
		this.routes = routes;
		this.rebalancer = rebalancer;
		this.member = member;
		this.polled = polled;
	}

	/** Whether there are subscriptions or assigned queues. */
	boolean isEntered() {
		return this.mode != Mode.IDLE;
	}

	/**
	 * Routes or members have changed; before the brokers know this member there is
	 * nothing to change.
	 */
	void changed() {
		if (this.announced) {
			this.rebalancer.request();
		}
	}

	/**
	 * Enters by subscriptions, or replaces them.
	 * @param wanted checks the filters of the topics and returns them
	 */
	void subscribe(Supplier<Map<String, Filter>> wanted) {
		change(Mode.SUBSCRIBED, () -> enter(null, wanted.get()));
	}

	/**
	 * Enters with queues that are assigned by hand, or replaces them.
	 * @param wanted checks the queues and returns the filters of their topics
	 */
	void assign(Set<MessageQueue> queues, Supplier<Map<String, Filter>> wanted) {
		change(Mode.ASSIGNED, () -> enter(queues, wanted.get()));
	}

	/**
	 * Gives up subscriptions or queues, commits and leaves; nothing if there are none.
	 */
	void leave() {
		this.changes.lock();
		try {
			if (isEntered()) {
				giveUp();
			}
		}
		finally {
			this.changes.unlock();
		}
	}

	/**
	 * Tells the brokers that the member, whose queues are released, leaves, and lets it
	 * enter no more; never fails.
	 */
	CompletableFuture<@Nullable Void> farewell() {
		this.closed = true;
		return isEntered() ? this.cluster.leave(this.member, Deadline.after(this.settings.requestTimeout()))
				: CompletableFuture.completedFuture(null);
	}

	private void change(Mode wanted, Runnable work) {
		this.changes.lock();
		try {
			if (isEntered() && this.mode != wanted) {
				throw new IllegalStateException("The consumer of group " + this.subscriptions.group() + " "
						+ ((this.mode == Mode.SUBSCRIBED)
								? "subscribes to topics: assign(...) needs unsubscribe() before"
								: "has queues assigned by hand: subscribe(...) needs unsubscribe() before"));
			}
			work.run();
		}
		finally {
			this.changes.unlock();
		}
	}

	private void enter(@Nullable Set<MessageQueue> given, Map<String, Filter> filters) {
		boolean joins = !isEntered();
		if (joins) {
			this.cluster.join(this.member);
		}
		this.mode = (given != null) ? Mode.ASSIGNED : Mode.SUBSCRIBED;
		try {
			// whoever closes after this sees that there is something to leave
			requireOpen();
			await(() -> {
				this.rebalancer.give(given);
				replaceSubscriptions(filters);
				return this.routes.lookUp(Deadline.after(this.settings.requestTimeout())).thenCompose(this::announce);
			}, "Entering");
		}
		catch (RuntimeException | Error ex) {
			if (joins) {
				undo(ex);
			}
			throw ex;
		}
		this.announced = true;
		try {
			await(() -> look().thenCompose((looked) -> this.rebalancer.queues().opened()), "The assignment");
		}
		catch (RocketTimeoutException ex) {
			logger.warn("Group {} goes on without its whole assignment: {}", this.subscriptions.group(),
					ex.getMessage());
		}
	}

	private void requireOpen() {
		if (this.closed) {
			throw new ClientClosedException("The pull consumer of group " + this.subscriptions.group() + " is closed",
					Outcome.NOT_SENT, null);
		}
	}

	private void undo(Throwable cause) {
		try {
			giveUp();
		}
		catch (RuntimeException further) {
			cause.addSuppressed(further);
		}
	}

	private CompletableFuture<Map<String, TopicRoute>> announce(SubscribedRoutes.Known known) {
		RuntimeException failure = (known.failure() instanceof RuntimeException lookUp) ? lookUp : null;
		return (failure != null && known.routes().isEmpty()) ? CompletableFuture.failedFuture(failure)
				: this.routes.announce(known.routes());
	}

	private CompletableFuture<@Nullable Void> look() {
		if (this.started) {
			return this.rebalancer.lookNow();
		}
		this.started = true;
		return this.rebalancer.start();
	}

	private void replaceSubscriptions(Map<String, Filter> filters) {
		long now = System.currentTimeMillis();
		Set.copyOf(this.subscriptions.topics())
			.stream()
			.filter((topic) -> !filters.containsKey(topic))
			.forEach((topic) -> this.subscriptions.remove(topic, now));
		filters.forEach((topic, filter) -> {
			if (!filter.equals(this.subscriptions.filters().get(topic))) {
				this.subscriptions.put(topic, filter, now);
			}
		});
		this.routes.changed();
	}

	private void giveUp() {
		this.mode = Mode.IDLE;
		this.announced = false;
		await(() -> {
			this.polled.abandon();
			this.rebalancer.give(Set.of());
			replaceSubscriptions(Map.of());
			return this.rebalancer.lookNow()
				.thenCompose(
						(looked) -> this.cluster.leave(this.member, Deadline.after(this.settings.requestTimeout())));
		}, "Leaving");
	}

	/** Does something on the timer and waits for what comes of it. */
	private <T extends @Nullable Object> void await(Supplier<CompletableFuture<T>> work, String what) {
		CompletableFuture<T> done = CompletableFuture.supplyAsync(work, this.settings.timer())
			.thenCompose((future) -> future);
		Blocking.await(done, Deadline.after(this.settings.requestTimeout().multipliedBy(2).plus(SLACK)),
				what + " for group " + this.subscriptions.group());
	}

	private enum Mode {

		IDLE, SUBSCRIBED, ASSIGNED

	}

}
