package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PoisonHandler;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.codec.command.QueryOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.RouteData;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.codec.command.UpdateOffsetRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.offset.BrokerOffsetStore;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.session.GroupMember;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a {@link SimulatedWorld}: the real parts, put together as
 * {@link DefaultPushConsumer} does, on top of a network that is simulated.
 */
final class SimulatedConsumer implements Cluster, GroupMember {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	/** Routes never change. */
	private static final Map<String, TopicRoute> ROUTES = new ConcurrentHashMap<>();

	private final String clientId;

	private final SimulatedWorld world;

	private final PushConsumerOptions options;

	private final Subscriptions subscriptions;

	private final BrokerOffsetStore offsets;

	private final Rebalancer rebalancer;

	private final @Nullable QueueLocks locks;

	private final ConsumeStats stats;

	private ListenerWatch watch;

	private boolean dead;

	SimulatedConsumer(String clientId, SimulatedWorld world) {
		this.clientId = clientId;
		this.world = world;
		this.options = PushConsumerOptions.builder("billing")
			.subscribe(SimulatedWorld.TOPIC, Filter.all())
			.startPosition(StartPosition.FIRST)
			.concurrency(50)
			.maxCachedMessagesPerQueue(100)
			.ordered(world.isOrdered())
			.orderedByKey(world.order() == Order.KEY)
			.executor((task) -> world.timer.schedule(task, world.between("run " + clientId, 10_000, 5_000_000),
					TimeUnit.NANOSECONDS))
			.build();
		this.subscriptions = Subscriptions.of(this.options, 1);
		this.stats = new ConsumeStats(world.timer::nanoTime);
		this.locks = world.isOrdered()
				? new QueueLocks("billing", this, world.timer, TIMEOUT, this.options.handling().lockRenewInterval())
				: null;
		this.offsets = new BrokerOffsetStore("billing", this, world.timer, TIMEOUT, this.options.commitInterval());
		this.rebalancer = new Rebalancer(
				new QueueResources(this, world.timer, new ByteBudget(10_000_000), dispatcher(), this.offsets,
						this.subscriptions, this.options, TIMEOUT, () -> false,
						new TopicBudgets(new ByteBudget(10_000_000), this.options.cacheLimits()),
						new PoisonMessages("billing", PoisonHandler.deadLetter()), this.locks, this.stats),
				new SubscribedRoutes(this, this.subscriptions, world.timer), INTERVAL);
	}

	private Dispatcher dispatcher() {
		this.watch = new ListenerWatch(Duration.ofDays(1), false, this.world.timer);
		ListenerCall call = new ListenerCall("billing", Listener.of(this::handle),
				this.options.handling().retryPolicy(), new ConsumeInterceptors("billing", List.of(), List.of()),
				this.watch, new PoisonMessages("billing", PoisonHandler.deadLetter()), this.stats);
		RetryForwarder retries = new RetryForwarder(this.options, this, this.world.timer, TIMEOUT);
		ListenerThreads threads = ListenerThreads.of(this.options, false);
		RateLimit rate = new RateLimit(0, this.world.timer::nanoTime);
		return switch (this.world.order()) {
			case NONE ->
				new ConcurrentDispatcher(call, retries, threads, this.options.concurrency(), 1, rate, this.world.timer);
			case QUEUE -> new OrderedDispatcher(call, retries, threads, this.options, rate, this.world.timer);
			case KEY -> new KeyedDispatcher(call, retries, threads, this.options, rate, this.world.timer);
		};
	}

	private ConsumeOutcome handle(ReceivedMessage message) {
		boolean done = this.dead || this.world.handle(this.clientId, message.queue(), message.queueOffset());
		return done ? ConsumeOutcome.SUCCESS : ConsumeOutcome.RETRY;
	}

	void start() {
		join(this);
		this.rebalancer.start();
	}

	void membersChanged() {
		if (!this.dead) {
			onMembersChanged();
		}
	}

	void leave() {
		this.rebalancer.close();
		this.rebalancer.queues()
			.close(this.options.drainTimeout())
			.thenCompose((released) -> leave(this, Deadline.after(TIMEOUT)))
			.whenComplete((left, failure) -> crash());
	}

	void crash() {
		this.dead = true;
		this.rebalancer.close();
		this.offsets.close();
		this.watch.close();
		if (this.locks != null) {
			this.locks.close();
		}
	}

	@Override
	public String clientId() {
		return this.clientId;
	}

	@Override
	public CompletableFuture<TopicRoute> route(String topic, Deadline deadline) {
		int queues = topic.equals(SimulatedWorld.TOPIC) ? SimulatedWorld.QUEUES_PER_BROKER : 1;
		return CompletableFuture.completedFuture(ROUTES.computeIfAbsent(topic, (first) -> route(topic, queues)));
	}

	private static TopicRoute route(String topic, int queues) {
		List<RouteData.Broker> brokers = SimulatedWorld.BROKERS.stream()
			.map((name) -> new RouteData.Broker("cluster", name, Map.of(0L, "127.0.0.1:10911")))
			.toList();
		List<RouteData.Queues> all = SimulatedWorld.BROKERS.stream()
			.map((name) -> new RouteData.Queues(name, queues, queues, 6))
			.toList();
		return TopicRoute.of(topic, new RouteData(brokers, all, null, false));
	}

	@Override
	public void refreshRoute(String topic) {
		// routes do not change
	}

	@Override
	public <R> CompletableFuture<R> callReplica(Replica replica, Request<R> request, Deadline deadline) {
		if (replica.brokerId() != 0) {
			return CompletableFuture.failedFuture(FakeCluster.connectionLost());
		}
		return callMaster(replica.brokerName(), request, deadline);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R> CompletableFuture<R> callMaster(String brokerName, Request<R> request, Deadline deadline) {
		CompletableFuture<R> answer = new CompletableFuture<>();
		if (this.dead) {
			return answer;
		}
		SimulatedBroker broker = this.world.brokers.get(brokerName);
		// what is said of a request in a queue does not depend on other queues
		String what = this.clientId + " " + brokerName + " " + name(request);
		travel(what, () -> {
			if (broker.isDown() || this.world.lucky("request " + what, 0.01)) {
				answer.completeExceptionally(FakeCluster.connectionLost());
				return;
			}
			CompletableFuture<R> executed = new CompletableFuture<>();
			executed.whenComplete((result, failure) -> travel("back " + what, () -> {
				if (failure != null || this.world.lucky("answer " + what, 0.02)) {
					answer.completeExceptionally((failure != null) ? failure : FakeCluster.connectionLost());
				}
				else {
					answer.complete(result);
				}
			}));
			execute(broker, request, (CompletableFuture<Object>) executed);
		});
		return answer;
	}

	/** What chance knows a request by. */
	private static String name(Request<?> request) {
		if (request instanceof PullMessageRequest pull) {
			return "pull " + pull.topic() + pull.queueId();
		}
		if (request instanceof UpdateOffsetRequest update) {
			return "update " + update.topic() + update.queueId();
		}
		if (request instanceof QueryOffsetRequest query) {
			return "query " + query.topic() + query.queueId();
		}
		if (request instanceof SendBackRequest sendBack) {
			return "send back " + sendBack.commitLogOffset();
		}
		return request.getClass().getSimpleName();
	}

	@SuppressWarnings("unchecked")
	private void execute(SimulatedBroker broker, Request<?> request, CompletableFuture<Object> executed) {
		if (request instanceof PullMessageRequest pull) {
			broker.pull(this.clientId, pull, (CompletableFuture<PullMessageResponse>) (CompletableFuture<?>) executed);
			return;
		}
		try {
			executed.complete(broker.execute(this.clientId, request));
		}
		catch (RuntimeException refusal) {
			executed.completeExceptionally(refusal);
		}
	}

	private void travel(String what, Runnable arrival) {
		this.world.timer.schedule(arrival, this.world.between("travel " + what, 100_000, 5_000_000),
				TimeUnit.NANOSECONDS);
	}

	@Override
	public CompletableFuture<Integer> heartbeat() {
		CompletableFuture<Integer> answer = new CompletableFuture<>();
		if (!this.dead) {
			travel(this.clientId + " heartbeat", () -> {
				int told = 0;
				for (SimulatedBroker broker : this.world.brokers.values()) {
					if (!this.dead && !broker.isDown()
							&& !this.world.lucky("heartbeat " + this.clientId + broker.name(), 0.02)) {
						broker.addMember(this.clientId);
						told++;
					}
				}
				answer.complete(told);
			});
		}
		return answer;
	}

	@Override
	public void join(GroupMember member) {
		// the first heartbeat tells
	}

	@Override
	public CompletableFuture<@Nullable Void> leave(GroupMember member, Deadline deadline) {
		CompletableFuture<@Nullable Void> left = new CompletableFuture<>();
		travel(this.clientId + " leaves", () -> {
			this.dead = true;
			this.world.forget(this.clientId);
			left.complete(null);
		});
		return left;
	}

	@Override
	public Role role() {
		return Role.CONSUMER;
	}

	@Override
	public String group() {
		return "billing";
	}

	@Override
	public Set<String> topics() {
		return this.subscriptions.topics();
	}

	@Override
	public HeartbeatRequest.ConsumerGroup consumerEntry() {
		return this.subscriptions.entry(StartPosition.FIRST);
	}

	@Override
	public void onMembersChanged() {
		this.rebalancer.request();
	}

}
