package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketInterruptedException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.MissingTopicPolicy;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group: puts the parts together, starts them in the order in
 * which a group is entered, and ends them in the order in which nothing is lost or
 * repeated. The messages themselves pass it by.
 * <p>
 * Threading: thread-safe. Starting and closing block the caller; what they set going runs
 * on the timer, the event loops and the listener's threads.
 */
public final class DefaultPushConsumer implements PushConsumer {

	private static final Logger logger = LoggerFactory.getLogger(DefaultPushConsumer.class);

	/** What waiting allows for the threads that do the work. */
	private static final Duration SLACK = Duration.ofMillis(500);

	private final PushConsumerOptions options;

	private final ConsumerSettings settings;

	private final Cluster cluster;

	private final PushConsumerParts parts;

	private final @Nullable LiteTopics lite;

	private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

	private final AtomicBoolean joined = new AtomicBoolean();

	private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

	private volatile boolean paused;

	/** Whether the brokers know this member. */
	private volatile boolean entered;

	/**
	 * Puts a consumer together; it does nothing before {@link #start()}.
	 * @throws IllegalArgumentException when the group's name is not one
	 * @throws io.github.rocketmqlite.InvalidMessageException when a topic's name is not
	 * one
	 */
	public DefaultPushConsumer(PushConsumerOptions options, Listener listener, ConsumerResources resources) {
		this(options, listener, new ClientCluster(resources), ConsumerSettings.of(resources));
		followRoutes(resources.routes());
	}

	/** Looks at the assignment when routes change, until it is closed. */
	void followRoutes(RouteTable routes) {
		RouteChanges.of(this.parts.member()::topics, this::changed, this.closed).listenTo(routes);
	}

	DefaultPushConsumer(PushConsumerOptions options, MessageListener listener, Cluster cluster,
			ConsumerSettings settings) {
		this(options, Listener.of(listener), cluster, settings);
	}

	DefaultPushConsumer(PushConsumerOptions options, Listener listener, Cluster cluster, ConsumerSettings settings) {
		this(options, listener, cluster, settings, null);
	}

	/**
	 * Puts a consumer together.
	 * @param lite the lite topics, if it is to read those instead of queues
	 */
	DefaultPushConsumer(PushConsumerOptions options, Listener listener, Cluster cluster, ConsumerSettings settings,
			@Nullable LiteTopics lite) {
		this.options = options;
		this.lite = lite;
		this.settings = settings;
		this.cluster = cluster;
		this.parts = PushConsumerParts.of(options, listener, cluster, settings,
				new PushConsumerParts.Owner(this::isPaused, this::changed), lite);
	}

	/**
	 * Routes or members have changed; before the first look there is nothing to change.
	 */
	private void changed() {
		if (this.entered) {
			rebalancer().request();
		}
	}

	private Rebalancer rebalancer() {
		return this.parts.rebalancer();
	}

	private QueueControl control() {
		return this.parts.control();
	}

	/**
	 * Enters the group. Returns when the brokers know this member and its first queues
	 * are being pulled, those excepted that another member may have to hand over first.
	 * @throws RocketException when no name server or no broker could be reached; nothing
	 * is left behind then
	 * @throws IllegalStateException when the client has a consumer of the group already
	 */
	public void start() {
		try {
			enter();
		}
		catch (RuntimeException | Error ex) {
			close();
			leave();
			throw ex;
		}
		logger.info("Consumer {} of group {} started with {} queues", this.cluster.clientId(), group(),
				assignment().size());
	}

	private void enter() {
		Deadline deadline = Deadline.after(this.settings.requestTimeout());
		SubscribedRoutes.Known known = await(() -> this.parts.routes().lookUp(deadline), "Looking up the topics");
		if (known.failure() instanceof RuntimeException failure) {
			throw failure;
		}
		requireNotClosed();
		requireTopics(known);
		this.options.subscriptions()
			.forEach((topic, filter) -> await(() -> control().check(topic, filter),
					"Checking the filter '" + filter + "' of topic " + topic));
		this.cluster.join(this.parts.member());
		this.joined.set(true);
		requireNotClosed();
		await(() -> this.parts.routes().announce(known.routes()), "The first heartbeat");
		requireNotClosed();
		PoppedTopics popped = this.parts.holdings().popped();
		LiteTopics liteTopics = this.lite;
		if (liteTopics != null) {
			await(liteTopics::enter, "Asking whether the brokers can be popped for lite topics");
		}
		else if (popped != null && this.options.receive().isPopping()) {
			await(() -> popped.requireSupport(known.routes().values()), "Asking whether the brokers can be popped");
		}
		this.entered = true;
		// from here on the loop repairs what does not succeed at once
		try {
			await(() -> rebalancer().start().thenCompose((looked) -> rebalancer().queues().opened()),
					"The first assignment");
		}
		catch (RocketTimeoutException ex) {
			logger.warn("Group {} starts without its first assignment: {}", group(), ex.getMessage());
		}
		if (!this.state.compareAndSet(State.OPENING, State.OPEN)) {
			requireNotClosed();
		}
	}

	private void requireTopics(SubscribedRoutes.Known known) {
		if (this.options.assignment().missingTopic() == MissingTopicPolicy.FAIL && !known.missing().isEmpty()) {
			throw new RouteNotFoundException(
					"Group " + group() + " does not start, because these topics have no route: " + known.missing());
		}
	}

	private <T> T await(Supplier<CompletableFuture<T>> work, String what) {
		CompletableFuture<T> result = CompletableFuture.supplyAsync(work, this.settings.timer())
			.thenCompose((future) -> future);
		return Blocking.await(result, Deadline.after(this.settings.requestTimeout().plus(SLACK)),
				what + " of consumer group " + group());
	}

	private void requireNotClosed() {
		if (this.state.get() == State.CLOSING || this.state.get() == State.CLOSED) {
			throw new ClientClosedException("The consumer of group " + group() + " is closed", Outcome.NOT_SENT, null);
		}
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public Set<MessageQueue> assignment() {
		return this.parts.holdings().assignment();
	}

	@Override
	public int cachedMessages() {
		return this.parts.holdings().cachedMessages();
	}

	@Override
	public long cachedBytes() {
		return this.parts.holdings().cachedBytes();
	}

	@Override
	public int concurrency() {
		return this.parts.dispatcher().concurrency();
	}

	@Override
	public void concurrency(int concurrency) {
		if (concurrency < 1) {
			throw new IllegalArgumentException("concurrency must be positive, but is " + concurrency);
		}
		this.parts.dispatcher().concurrency(concurrency);
	}

	@Override
	public boolean isSaturated() {
		return this.parts.dispatcher().isSaturated();
	}

	@Override
	public int maxMessagesPerSecond() {
		return this.parts.dispatcher().maxMessagesPerSecond();
	}

	@Override
	public void maxMessagesPerSecond(int messages) {
		if (messages < 0) {
			throw new IllegalArgumentException("maxMessagesPerSecond must not be negative, but is " + messages);
		}
		this.parts.dispatcher().maxMessagesPerSecond(messages);
	}

	@Override
	public void pause() {
		this.paused = true;
		this.parts.dispatcher().pause();
		this.settings.timer().execute(this.parts.holdings()::rest);
	}

	@Override
	public void resume() {
		this.paused = false;
		this.parts.dispatcher().resume();
		this.parts.holdings().wakeAll();
	}

	@Override
	public boolean isPaused() {
		return this.paused;
	}

	@Override
	public void pause(String topic) {
		control(control().changePauses((paused) -> paused.pause(topic)), "Pausing topic " + topic);
	}

	@Override
	public void resume(String topic) {
		control(control().changePauses((paused) -> paused.resume(topic)), "Resuming topic " + topic);
	}

	@Override
	public void pause(MessageQueue queue) {
		if (queue.queueId() >= 0) {
			control().requirePulled(queue.topic(), "Pausing " + queue);
		}
		control(control().changePauses((paused) -> paused.pause(queue)), "Pausing " + queue);
	}

	@Override
	public void resume(MessageQueue queue) {
		control(control().changePauses((paused) -> paused.resume(queue)), "Resuming " + queue);
	}

	@Override
	public void subscribe(String topic, Filter filter) {
		control(control().subscribe(topic, filter), "Subscribing to topic " + topic + " with filter " + filter);
	}

	@Override
	public void unsubscribe(String topic) {
		control(control().unsubscribe(topic), "Unsubscribing from topic " + topic);
	}

	@Override
	public void seek(MessageQueue queue, long offset) {
		if (offset < 0) {
			throw new IllegalArgumentException("offset must not be negative, but is " + offset);
		}
		control().requirePulled(queue.topic(), "Seeking in " + queue);
		control(control().seek(queue, offset), "Seeking offset " + offset + " of " + queue);
	}

	@Override
	public void seek(MessageQueue queue, Instant time) {
		control().requirePulled(queue.topic(), "Seeking in " + queue);
		control(control().seek(queue, time), "Seeking " + time + " in " + queue);
	}

	@Override
	public void seek(String topic, Instant time) {
		control().requirePulled(topic, "Seeking in topic " + topic);
		control(control().seek(topic, time), "Seeking " + time + " in topic " + topic);
	}

	@Override
	public Map<MessageQueue, Long> lag() {
		return control(control().lag(), "Asking for the lag");
	}

	private <T> T control(CompletableFuture<T> work, String what) {
		requireNotClosed();
		return Blocking.await(work, Deadline.after(control().timeout()), what + " in group " + group());
	}

	@Override
	public void close() {
		State before = this.state.getAndUpdate((now) -> (now == State.CLOSED) ? now : State.CLOSING);
		if (before == State.OPENING || before == State.OPEN) {
			CompletableFuture.supplyAsync(this::end, this.settings.timer())
				.thenCompose((ended) -> ended)
				.whenComplete((ignored,
						failure) -> this.parts.offsets().close().whenComplete((closed, unexpected) -> ended(failure)));
		}
		if (this.parts.threads().isCurrentThreadWorking()) {
			// a listener that closes its own consumer must return before closing can end
			return;
		}
		awaitClosed();
	}

	/** Stop pulling, drain, commit, leave; on the timer. */
	private CompletableFuture<@Nullable Void> end() {
		rebalancer().close();
		if (this.lite == null) {
			return release();
		}
		// the brokers give others what would come here
		return this.lite.leave().thenComposeAsync((told) -> release(), this.settings.timer());
	}

	private CompletableFuture<@Nullable Void> release() {
		return this.parts.holdings().close(this.options.drainTimeout()).thenCompose((released) -> leave());
	}

	private void ended(@Nullable Throwable failure) {
		if (failure != null) {
			logger.warn("Consumer of group {} did not close in good order", group(), failure);
		}
		this.parts.watch().close();
		QueueLocks locks = this.parts.locks();
		if (locks != null) {
			this.settings.timer().execute(locks::close);
		}
		this.parts.dispatcher().close();
		this.state.set(State.CLOSED);
		logger.info("Consumer {} of group {} closed", this.cluster.clientId(), group());
		this.settings.onClose().accept(this);
		this.closed.complete(null);
	}

	private CompletableFuture<@Nullable Void> leave() {
		return this.joined.getAndSet(false)
				? this.cluster.leave(this.parts.member(), Deadline.after(this.settings.requestTimeout()))
				: CompletableFuture.completedFuture(null);
	}

	private void awaitClosed() {
		// the last commit and the farewell take one request each
		Duration farewell = this.settings.requestTimeout().multipliedBy(2).plus(SLACK);
		try {
			Blocking.await(this.closed, Deadline.after(this.options.drainTimeout().plus(farewell)), closing());
		}
		catch (RocketInterruptedException ex) {
			this.settings.timer().execute(this.parts.holdings()::cutDrains);
			awaitFarewell(farewell);
		}
		catch (RocketTimeoutException ex) {
			logger.warn("{}", ex.getMessage());
		}
	}

	/**
	 * Whoever interrupts has no time for listeners, but the offsets are worth a moment.
	 */
	private void awaitFarewell(Duration farewell) {
		boolean interrupted = Thread.interrupted();
		try {
			Blocking.await(this.closed, Deadline.after(farewell), closing());
		}
		catch (RocketException ex) {
			logger.warn("{}", ex.getMessage());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private String closing() {
		return "Closing the consumer of group " + group();
	}

	private enum State {

		OPENING, OPEN, CLOSING, CLOSED

	}

}
