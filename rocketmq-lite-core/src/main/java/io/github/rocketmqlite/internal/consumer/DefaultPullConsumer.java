package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PullConsumer;
import io.github.rocketmqlite.consumer.PullConsumerOptions;
import io.github.rocketmqlite.consumer.PullResult;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.offset.BrokerOffsetStore;
import io.github.rocketmqlite.internal.offset.OffsetStore;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Callbacks;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that is polled: the queues, their pulling and their offsets are those of a
 * push consumer; instead of a listener there is the {@link PollLine}, and instead of
 * outcomes the confirmations that {@link PolledMessages} keeps.
 * <p>
 * Threading: thread-safe, for one poller at a time.
 */
public final class DefaultPullConsumer implements PullConsumer {

	private static final Logger logger = LoggerFactory.getLogger(DefaultPullConsumer.class);

	/** What waiting allows for the threads that do the work. */
	private static final Duration SLACK = Duration.ofMillis(500);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	private final PullConsumerOptions options;

	private final ConsumerSettings settings;

	private final Cluster cluster;

	private final Consumer<PullConsumer> onClose;

	private final PollLine line = new PollLine();

	private final PolledMessages polled;

	private final PolledOffsets offsets;

	private final Rebalancer rebalancer;

	private final QueueControl control;

	private final QueueReads reads;

	private final QueueWatch watch;

	private final ConsumerMember member;

	private final PollMembership membership;

	private final ScheduledFuture<?> looks;

	private final AtomicReference<@Nullable Thread> poller = new AtomicReference<>();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

	/**
	 * Makes a consumer that is in no group yet.
	 * @param onClose told when it is closed
	 * @throws IllegalArgumentException when the group's name is not one
	 */
	public DefaultPullConsumer(PullConsumerOptions options, ConsumerResources resources,
			Consumer<PullConsumer> onClose) {
		this(options, new ClientCluster(resources), ConsumerSettings.of(resources), onClose);
		RouteChanges.of(this.member::topics, this::changed, this.closed).listenTo(resources.routes());
		RouteChanges.of(this.watch::topics, this.watch::look, this.closed).listenTo(resources.routes());
	}

	DefaultPullConsumer(PullConsumerOptions options, Cluster cluster, ConsumerSettings settings,
			Consumer<PullConsumer> onClose) {
		this.options = options;
		this.settings = settings;
		this.cluster = cluster;
		this.onClose = onClose;
		Subscriptions subscriptions = Subscriptions.ofPolled(options.group(), System.currentTimeMillis());
		SubscribedRoutes routes = new SubscribedRoutes(cluster, subscriptions, settings.timer());
		OffsetStore store = new BrokerOffsetStore(options.group(), cluster, settings.timer(), settings.requestTimeout(),
				options.autoCommitInterval());
		PushConsumerOptions shared = queueOptions(options);
		PoisonMessages poison = new PoisonMessages(options.group(), shared.handling().poisonHandler());
		this.polled = new PolledMessages(poison);
		QueueResources resources = new QueueResources(cluster, settings.timer(), settings.budget(), this.line, store,
				subscriptions, shared, settings.requestTimeout(), () -> false,
				new TopicBudgets(settings.budget(), shared.cacheLimits()), poison, null,
				new ConsumeStats(System::nanoTime));
		this.rebalancer = new Rebalancer(resources, routes, settings.rebalanceInterval());
		this.offsets = new PolledOffsets(options.group(), this.rebalancer.queues(), this.polled, store, settings);
		this.control = new QueueControl(resources, routes, this.rebalancer);
		this.reads = new QueueReads(cluster, options.group(), settings.requestTimeout());
		this.watch = new QueueWatch(this.reads, settings.callbacks());
		this.member = new ConsumerMember(subscriptions, options.startPosition(), this::changed, null, null);
		this.membership = new PollMembership(settings, cluster, subscriptions, routes, this.rebalancer, this.member,
				this.polled);
		long millis = settings.rebalanceInterval().toMillis();
		this.looks = settings.timer().scheduleWithFixedDelay(this.watch::look, millis, millis, TimeUnit.MILLISECONDS);
	}

	private void changed() {
		this.membership.changed();
	}

	/** What queues want to know, in the words of a push consumer. */
	private static PushConsumerOptions queueOptions(PullConsumerOptions options) {
		PushConsumerOptions.Builder builder = PushConsumerOptions.builder(options.group())
			.subscribe(Names.retryTopic(options.group()), Filter.all())
			.startPosition(options.startPosition())
			.allocationStrategy(options.allocationStrategy())
			.pullBatchSize(options.pullBatchSize())
			.maxCachedMessagesPerQueue(options.maxCachedMessagesPerQueue())
			.drainTimeout(options.drainTimeout())
			.commitInterval(options.autoCommitInterval())
			.pulling(options.pulling());
		Instant time = options.startTime();
		return ((time != null) ? builder.startAt(time) : builder).build();
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public void subscribe(Map<String, Filter> wanted) {
		require(!wanted.isEmpty(), "Subscribing takes at least one topic; use unsubscribe() to end subscriptions");
		wanted.keySet().forEach(Names::checkTopic);
		requireOpen();
		this.membership.subscribe(() -> {
			wanted.forEach((topic, filter) -> await(this.control.check(topic, filter),
					"Checking the filter '" + filter + "' of topic " + topic));
			return wanted;
		});
	}

	@Override
	public void assign(Collection<MessageQueue> queues) {
		Set<MessageQueue> wanted = Set.copyOf(queues);
		require(!wanted.isEmpty(), "Assigning takes at least one queue; use unsubscribe() to end the assignment");
		requireOpen();
		this.membership.assign(wanted, () -> {
			Map<String, Filter> filters = new LinkedHashMap<>();
			for (MessageQueue queue : wanted) {
				Set<MessageQueue> present = queues(queue.topic());
				require(present.contains(queue),
						"Topic " + queue.topic() + " has no queue " + queue + ", only " + present);
				filters.put(queue.topic(), this.options.filters().getOrDefault(queue.topic(), Filter.all()));
			}
			return filters;
		});
	}

	@Override
	public void unsubscribe() {
		requireOpen();
		this.membership.leave();
	}

	@Override
	public Set<MessageQueue> assignment() {
		return this.rebalancer.queues().owned();
	}

	@Override
	public Set<MessageQueue> queues(String topic) {
		requireOpen();
		return await(this.reads.queues(topic), "Looking up the queues of topic " + topic);
	}

	@Override
	public void onQueuesChanged(String topic, Consumer<Set<MessageQueue>> listener) {
		requireOpen();
		await(this.watch.add(topic, listener), "Looking up the queues of topic " + topic);
	}

	@Override
	public List<ReceivedMessage> poll(Duration timeout) {
		require(!timeout.isNegative(), "timeout must not be negative, but is " + timeout);
		Thread other = this.poller.compareAndExchange(null, Thread.currentThread());
		if (other != null) {
			throw new IllegalStateException(
					"Thread " + Thread.currentThread().getName() + " polls the consumer of group " + group()
							+ " while thread " + other.getName() + " does: one thread polls at a time");
		}
		try {
			return polled(timeout);
		}
		finally {
			this.poller.set(null);
		}
	}

	private List<ReceivedMessage> polled(Duration timeout) {
		Deadline deadline = Deadline.after(timeout);
		requireOpen();
		if (!this.membership.isEntered()) {
			throw new IllegalStateException(
					"The consumer of group " + group() + " neither subscribes to topics nor has queues assigned");
		}
		if (this.options.autoCommit()) {
			this.polled.confirmAll();
		}
		else {
			this.polled.free();
		}
		while (true) {
			CompletableFuture<Boolean> news = this.line.news();
			List<ReceivedMessage> messages = this.polled.take(this.line, this.options.maxPollMessages());
			boolean wokenUp = this.line.wasWokenUp();
			requireOpen();
			if (!messages.isEmpty() || wokenUp || deadline.isExpired()) {
				return messages;
			}
			ScheduledFuture<?> timeUp = this.settings.timer()
				.schedule(() -> news.complete(false), Math.max(0, deadline.nanos()), TimeUnit.NANOSECONDS);
			try {
				Blocking.await(news, deadline, "Polling of group " + group());
			}
			catch (RocketTimeoutException ex) {
				// the timer is late: the time is up all the same
			}
			finally {
				timeUp.cancel(false);
			}
		}
	}

	@Override
	public void wakeup() {
		this.line.wakeup();
	}

	@Override
	public void commit() {
		await(committing(Map.of()), "Committing");
	}

	@Override
	public void commit(Map<MessageQueue, Long> offsets) {
		await(committing(offsets), "Committing");
	}

	@Override
	public CompletableFuture<@Nullable Void> commitAsync() {
		return Callbacks.end(committing(Map.of()), this.settings.callbacks());
	}

	@Override
	public CompletableFuture<@Nullable Void> commitAsync(Map<MessageQueue, Long> offsets) {
		return Callbacks.end(committing(offsets), this.settings.callbacks());
	}

	private CompletableFuture<@Nullable Void> committing(Map<MessageQueue, Long> given) {
		requireOpen();
		return this.offsets.commit(given);
	}

	@Override
	public OptionalLong committed(MessageQueue queue) {
		requireOpen();
		// makes the broker's address known
		queues(queue.topic());
		return await(this.offsets.committed(queue), "Asking for the offset of " + queue);
	}

	@Override
	public long position(MessageQueue queue) {
		requireOpen();
		return await(this.offsets.position(queue), "Asking for the position in " + queue);
	}

	@Override
	public void seek(MessageQueue queue, long offset) {
		requireOpen();
		this.offsets.requireAssigned(queue);
		long min = minOffset(queue);
		long max = maxOffset(queue);
		require(offset >= min && offset <= max,
				"Offset " + offset + " of " + queue + " does not exist: it has " + min + " to " + max);
		seekTo(queue, offset);
	}

	private void seekTo(MessageQueue queue, long offset) {
		await(this.control.seek(queue, offset), "Seeking offset " + offset + " of " + queue);
	}

	@Override
	public void seekToBeginning(Collection<MessageQueue> queues) {
		requireOpen();
		queues.forEach(this.offsets::requireAssigned);
		queues.forEach((queue) -> seekTo(queue, minOffset(queue)));
	}

	@Override
	public void seekToEnd(Collection<MessageQueue> queues) {
		requireOpen();
		queues.forEach(this.offsets::requireAssigned);
		queues.forEach((queue) -> seekTo(queue, maxOffset(queue)));
	}

	@Override
	public void pause(Collection<MessageQueue> queues) {
		requireOpen();
		await(this.control.changePauses((paused) -> queues.forEach(paused::pause)), "Pausing queues");
	}

	@Override
	public void resume(Collection<MessageQueue> queues) {
		requireOpen();
		await(this.control.changePauses((paused) -> queues.forEach(paused::resume)), "Resuming queues");
	}

	@Override
	public long minOffset(MessageQueue queue) {
		requireOpen();
		return await(this.reads.minOffset(queue), "Asking for the first offset of " + queue);
	}

	@Override
	public long maxOffset(MessageQueue queue) {
		requireOpen();
		return await(this.reads.maxOffset(queue), "Asking for the last offset of " + queue);
	}

	@Override
	public long offsetForTimestamp(MessageQueue queue, Instant time) {
		requireOpen();
		return await(this.reads.offsetAt(queue, time), "Asking for the offset of " + queue + " at " + time);
	}

	@Override
	public PullResult pull(MessageQueue queue, long offset, int maxMessages, Filter filter, Duration wait) {
		return Blocking.await(pulling(queue, offset, maxMessages, filter, wait),
				Deadline.after(this.reads.timeout(wait).plus(SLACK)), "Pulling " + queue + " at offset " + offset);
	}

	@Override
	public CompletableFuture<PullResult> pullAsync(MessageQueue queue, long offset, int maxMessages, Filter filter,
			Duration wait) {
		return Callbacks.end(pulling(queue, offset, maxMessages, filter, wait), this.settings.callbacks());
	}

	private CompletableFuture<PullResult> pulling(MessageQueue queue, long offset, int maxMessages, Filter filter,
			Duration wait) {
		require(offset >= 0, "offset must not be negative, but is " + offset);
		require(maxMessages >= 1 && maxMessages <= 1024, "maxMessages must be 1 to 1024, but is " + maxMessages);
		require(!wait.isNegative() && wait.compareTo(LONGEST_WAIT) <= 0,
				"wait must be 0 to 30 seconds, but is " + wait);
		requireOpen();
		return this.reads.pull(queue, offset, maxMessages, filter, wait);
	}

	@Override
	public void close() {
		if (this.closing.compareAndSet(false, true)) {
			this.looks.cancel(false);
			onTimer(this::end).whenComplete((ignored, failure) -> {
				if (failure != null) {
					logger.warn("Pull consumer of group {} did not close in good order", group(), failure);
				}
				logger.info("Pull consumer {} of group {} closed", this.cluster.clientId(), group());
				this.onClose.accept(this);
				this.closed.complete(null);
			});
			this.line.close();
		}
		try {
			Blocking.await(this.closed, Deadline.after(this.settings.requestTimeout().multipliedBy(3).plus(SLACK)),
					"Closing the pull consumer of group " + group());
		}
		catch (RocketException ex) {
			logger.warn("{}; it goes on", ex.getMessage());
		}
	}

	/** Stop pulling, commit what is confirmed, leave; on the timer. */
	private CompletableFuture<@Nullable Void> end() {
		this.rebalancer.close();
		this.polled.abandon();
		return this.rebalancer.queues()
			.close(Duration.ZERO)
			.thenCompose((released) -> this.offsets.close())
			.thenCompose((stopped) -> this.membership.farewell());
	}

	private <T extends @Nullable Object> CompletableFuture<T> onTimer(Supplier<CompletableFuture<T>> work) {
		return CompletableFuture.supplyAsync(work, this.settings.timer()).thenCompose((future) -> future);
	}

	private <T extends @Nullable Object> T await(CompletableFuture<T> work, String what) {
		return Blocking.await(work, Deadline.after(this.settings.requestTimeout().multipliedBy(2).plus(SLACK)),
				what + " for group " + group());
	}

	private void requireOpen() {
		if (this.closing.get()) {
			throw new ClientClosedException("The pull consumer of group " + group() + " is closed", Outcome.NOT_SENT,
					null);
		}
	}

	private static void require(boolean valid, String problem) {
		if (!valid) {
			throw new IllegalArgumentException(problem);
		}
	}

}
