package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.offset.OffsetStore;
import io.github.rocketmqlite.internal.offset.OffsetStores;
import io.github.rocketmqlite.internal.pop.PopMasters;
import io.github.rocketmqlite.internal.pop.Popping;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What a push consumer is made of, put together as its options want it; nothing of it
 * does anything yet.
 * <p>
 * Threading: immutable.
 *
 * @param threads runs the listener
 * @param watch looks after listeners that run too long
 * @param dispatcher hands messages to the listener
 * @param locks the locks of ordered queues; {@code null} when there are none
 * @param offsets where progress is kept
 * @param routes the routes of the topics
 * @param holdings what the consumer has at the moment
 * @param rebalancer keeps the queues what they should be
 * @param control what may be done with queues and topics
 * @param member the membership in the group
 */
record PushConsumerParts(ListenerThreads threads, ListenerWatch watch, Dispatcher dispatcher,
		@Nullable QueueLocks locks, OffsetStore offsets, SubscribedRoutes routes, Holdings holdings,
		Rebalancer rebalancer, QueueControl control, ConsumerMember member) {

	/** More than any consumer gets: what is held is limited elsewhere. */
	private static final int UNLIMITED = Integer.MAX_VALUE;

	/** Longer than any listener runs: the watch over listeners is what ends a lease. */
	private static final Duration HELD = Duration.ofDays(365);

	/**
	 * Puts the parts together.
	 * @param owner the consumer
	 * @param lite the lite topics, if those are what it reads, in their order
	 */
	static PushConsumerParts of(PushConsumerOptions options, Listener listener, Cluster cluster,
			ConsumerSettings settings, Owner owner, @Nullable LiteTopics lite) {
		long now = System.currentTimeMillis();
		Subscriptions subscriptions = (lite != null) ? Subscriptions.ofLite(options.group(), lite.topic(), now)
				: Subscriptions.of(options, now);
		boolean ordered = options.handling().ordered();
		boolean broadcasting = options.assignment().isBroadcasting();
		ListenerThreads threads = ListenerThreads.of(options, listener.asynchronous());
		ListenerWatch watch = new ListenerWatch(options.handling().consumeTimeout(), !ordered && lite == null,
				settings.timer());
		PoisonMessages poison = new PoisonMessages(options.group(), options.handling().poisonHandler());
		OffsetStore offsets = OffsetStores.of(options.offsets(), broadcasting, options.group(), cluster,
				settings.timer(), settings.requestTimeout(), options.commitInterval());
		ConsumeStats stats = new ConsumeStats(System::nanoTime);
		boolean mayPop = options.receive().isPopping() || (options.assignment().assignedByBroker() && !ordered);
		Popping popping = mayPop ? popping(options, cluster, settings, lite) : null;
		Dispatcher dispatcher = dispatcher(options, listener, cluster, settings,
				new ListenerParts(threads, watch, poison, stats, popping));
		QueueLocks locks = (ordered && !broadcasting) ? new QueueLocks(options.group(), cluster, settings.timer(),
				settings.requestTimeout(), options.handling().lockRenewInterval()) : null;
		SubscribedRoutes routes = new SubscribedRoutes(cluster, subscriptions, settings.timer());
		QueueResources resources = new QueueResources(cluster, settings.timer(), settings.budget(), dispatcher, offsets,
				subscriptions, options, settings.requestTimeout(), owner.paused(),
				new TopicBudgets(settings.budget(), options.cacheLimits()), poison, locks, stats);
		PoppedTopics popped = (popping != null) ? new PoppedTopics(resources, popping) : null;
		Rebalancer rebalancer = new Rebalancer(resources, routes, settings.rebalanceInterval(), popped);
		AssignmentEvents events = new AssignmentEvents(options.assignment().listener(), settings.callbacks());
		rebalancer.queues().tell(events);
		if (popped != null) {
			popped.tell(events);
		}
		QueueControl control = new QueueControl(resources, routes, rebalancer, popped);
		ConsumerMember member = new ConsumerMember(subscriptions, options.startPosition(), owner.changed(),
				new RemoteControl(options, listener, threads, settings.callbacks(), control,
						new RunningInfo(options, subscriptions, rebalancer.queues(), stats, dispatcher::concurrency)),
				lite);
		return new PushConsumerParts(threads, watch, dispatcher, locks, offsets, routes,
				new Holdings(rebalancer.queues(), popped), rebalancer, control, member);
	}

	private static Dispatcher dispatcher(PushConsumerOptions options, Listener listener, Cluster cluster,
			ConsumerSettings settings, ListenerParts parts) {
		ScheduledExecutorService timer = settings.timer();
		Listener called = listener;
		Redelivery redelivery = new RetryForwarder(options, cluster, timer, settings.requestTimeout());
		if (parts.popping() != null) {
			redelivery = new PopRedelivery(parts.popping(), options.maxReconsumeTimes(), redelivery);
		}
		else if (options.assignment().isBroadcasting()) {
			LocalRedelivery local = new LocalRedelivery(options, timer);
			called = local.counting(listener);
			redelivery = local;
		}
		redelivery = DeadLetters.toldBy(redelivery, options, settings.callbacks());
		ListenerCall call = new ListenerCall(options.group(), called, options.handling().retryPolicy(),
				new ConsumeInterceptors(options.group(), settings.interceptors(), options.interceptors()),
				parts.watch(), parts.poison(), parts.stats());
		RateLimit rate = new RateLimit(options.handling().maxMessagesPerSecond(), System::nanoTime);
		boolean inOrder = options.handling().ordered() || (parts.popping() != null && parts.popping().isInOrder());
		if (options.handling().orderedByKey()) {
			return new KeyedDispatcher(call, redelivery, parts.threads(), options, rate, timer);
		}
		return inOrder ? new OrderedDispatcher(call, redelivery, parts.threads(), options, rate, timer)
				: new ConcurrentDispatcher(call, redelivery, parts.threads(), options.concurrency(),
						options.handling().batchSize(), rate, timer);
	}

	/** The listener's watch limits how long a message is held, so nothing else need. */
	private static Popping popping(PushConsumerOptions options, Cluster cluster, ConsumerSettings settings,
			@Nullable LiteTopics lite) {
		PopConsumerOptions.Builder held = PopConsumerOptions.builder(options.group())
			.startPosition((options.startPosition() == StartPosition.LAST) ? StartPosition.LAST : StartPosition.FIRST)
			.maxReconsumeTimes(options.maxReconsumeTimes())
			.renewal(true)
			.maxHoldTime(HELD)
			.maxHeldMessages(UNLIMITED);
		options.subscriptions().forEach(held::subscribe);
		return new Popping(held.build(), masters(cluster), settings.timer(), settings.requestTimeout(), lite);
	}

	private static PopMasters masters(Cluster cluster) {
		return new PopMasters() {
			@Override
			public <R> CompletableFuture<R> call(String brokerName, String topic, Request<R> request,
					Deadline deadline) {
				return cluster.callMaster(brokerName, request, deadline);
			}
		};
	}

	/**
	 * The consumer whose parts they are.
	 *
	 * @param paused whether it is paused
	 * @param changed tells it that members came or went
	 */
	record Owner(BooleanSupplier paused, Runnable changed) {
	}

	/**
	 * What the listener is called with.
	 *
	 * @param threads runs it
	 * @param watch looks after it
	 * @param poison what it does not get
	 * @param stats counts what it does
	 * @param popping where its messages come from; {@code null} if they are all pulled
	 */
	private record ListenerParts(ListenerThreads threads, ListenerWatch watch, PoisonMessages poison,
			ConsumeStats stats, @Nullable Popping popping) {
	}

}
