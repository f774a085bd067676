package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.consumer.AsyncMessageListener;
import io.github.rocketmqlite.consumer.BatchMessageListener;
import io.github.rocketmqlite.admin.Admin;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.LiteConsumer;
import io.github.rocketmqlite.consumer.LiteConsumerOptions;
import io.github.rocketmqlite.consumer.LitePopConsumer;
import io.github.rocketmqlite.consumer.LitePopConsumerOptions;
import io.github.rocketmqlite.consumer.PopConsumer;
import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.consumer.PullConsumer;
import io.github.rocketmqlite.consumer.PullConsumerOptions;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.admin.AdminResources;
import io.github.rocketmqlite.internal.admin.DefaultAdmin;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.UniqueIds;
import io.github.rocketmqlite.internal.codec.command.CheckTransactionState;
import io.github.rocketmqlite.internal.codec.command.PushedReply;
import io.github.rocketmqlite.internal.consumer.ByteBudget;
import io.github.rocketmqlite.internal.consumer.ConsumerRequests;
import io.github.rocketmqlite.internal.consumer.ConsumerResources;
import io.github.rocketmqlite.internal.consumer.DefaultLiteConsumer;
import io.github.rocketmqlite.internal.consumer.DefaultLitePopConsumer;
import io.github.rocketmqlite.internal.consumer.DefaultPullConsumer;
import io.github.rocketmqlite.internal.consumer.DefaultPushConsumer;
import io.github.rocketmqlite.internal.consumer.Listener;
import io.github.rocketmqlite.internal.namesrv.NameServers;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.producer.BrokerHealth;
import io.github.rocketmqlite.internal.pop.DefaultPopConsumer;
import io.github.rocketmqlite.internal.pop.PopResources;
import io.github.rocketmqlite.internal.producer.DefaultProducer;
import io.github.rocketmqlite.internal.producer.DefaultTransactionalProducer;
import io.github.rocketmqlite.internal.producer.PendingReplies;
import io.github.rocketmqlite.internal.producer.ProducerResources;
import io.github.rocketmqlite.internal.producer.SendBudget;
import io.github.rocketmqlite.internal.producer.SignOfLife;
import io.github.rocketmqlite.internal.producer.TransactionChecks;
import io.github.rocketmqlite.internal.producer.TransactionObserver;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.RequestSigner;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.internal.session.ClientSession;
import io.github.rocketmqlite.internal.session.GroupMembers;
import io.github.rocketmqlite.internal.session.ServerRequestRouter;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.internal.trace.TraceRecorder;
import io.github.rocketmqlite.internal.trace.TraceSettings;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionalProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wires the parts of a client together, and takes them apart in the right order.
 * <p>
 * Name servers and brokers are reached through two remoting clients, so that a message
 * can never go to a name server, nor a name server send this client a request.
 * <p>
 * Threading: thread-safe.
 */
final class DefaultRocketClient implements RocketClient {

	private static final Logger logger = LoggerFactory.getLogger(DefaultRocketClient.class);

	private static final Duration LONGEST_RECONNECT_PAUSE = Duration.ofSeconds(1);

	private static final String TRACE_GROUP = "_INNER_TRACE_PRODUCER-rocketmq-lite";

	private static final int TRACE_SENDS = 16;

	private static final long TRACE_BYTES = 16 * 1024 * 1024;

	private final ClientOptions options;

	private final ClientSecurity security;

	private final Interceptors interceptors;

	private final ClientThreads threads;

	private final RemotingClient nameServerConnections;

	private final RemotingClient brokers;

	private final NameServers nameServers;

	private final @Nullable NameServerDiscovery discovery;

	private final RouteTable routes;

	private final BrokerHealth health;

	private final ClientSession session;

	private final UniqueIds ids = new UniqueIds();

	private final ByteBudget budget;

	private final SendBudget sendBudget;

	private final @Nullable TraceRecorder trace;

	private final PendingReplies replies;

	private final LongAdder sendRetries = new LongAdder();

	private final Set<Producer> producers = ConcurrentHashMap.newKeySet();

	/** Consumers of every kind, by what they are, with their groups. */
	private final Map<AutoCloseable, String> consumers = new ConcurrentHashMap<>();

	private final Map<TransactionalProducer, String> transactionalProducers = new ConcurrentHashMap<>();

	private final TransactionChecks transactionChecks;

	private final KeepAlive keepAlive = new KeepAlive();

	private final AtomicBoolean closed = new AtomicBoolean();

	DefaultRocketClient(ClientOptions options, ClientSecurity security, Interceptors interceptors,
			FaultTolerance faultTolerance, @Nullable TraceOptions trace) {
		this.options = options;
		this.security = security;
		this.threads = new ClientThreads(options);
		RemotingOptions remoting = new RemotingOptions(options.connectTimeout(), options.maxFrameBytes(),
				io.github.rocketmqlite.internal.codec.HeaderFormat.valueOf(options.headerFormat().name()),
				LONGEST_RECONNECT_PAUSE, scope(options.naming()), security.remoting(this::addressesByBroker),
				options.inputLimits().forDecoders(), options.network().toBrokers());
		ConnectionEvents events = new ConnectionEvents(interceptors.connections(), this.threads.callbacks(),
				this.closed::get);
		GroupMembers members = new GroupMembers(remoting.scope().namespace());
		this.nameServerConnections = new RemotingClient("name server",
				remoting.with(remoting.network().toConfiguredServers()), this.threads.io(), ServerRequestHandler.NONE,
				events);
		this.transactionChecks = new TransactionChecks(remoting.scope().namespace());
		this.replies = new PendingReplies(options.sendLimits().maxPendingSends(), this.threads.timer(),
				this.threads.callbacks());
		ServerRequestRouter requests = new ServerRequestRouter(members);
		requests.allow(PushedReply.CODE, this.replies);
		requests.allow(CheckTransactionState.CODE, this.transactionChecks);
		new ConsumerRequests(members, remoting.scope()).allowAt(requests);
		this.brokers = new RemotingClient("broker", remoting, this.threads.io(), requests, new ConnectionListener() {

			@Override
			public void onReady(String address) {
				DefaultRocketClient.this.session.onConnected(address);
				events.onReady(address);
			}

			@Override
			public void onLost(String address, Throwable cause) {
				DefaultRocketClient.this.session.onLost(address);
				events.onLost(address, cause);
			}

		});
		NameServerResolver resolver = options.naming().resolver();
		this.nameServers = (resolver != null) ? NameServers.awaited(this.nameServerConnections, this.threads.timer())
				: new NameServers(options.nameServers(), this.nameServerConnections, this.threads.timer());
		this.discovery = (resolver != null)
				? new NameServerDiscovery(resolver, this.nameServers, options.naming().resolveInterval()) : null;
		this.routes = new RouteTable(this.nameServers, this.threads.timer(), options.routeRefreshInterval(),
				options.requestTimeout(), remoting.limits());
		this.health = new BrokerHealth(faultTolerance, System::nanoTime, this.threads.timer(),
				(broker) -> signOfLife(broker, faultTolerance.probeTimeout()));
		this.routes.onChange((route) -> {
			this.brokers.retain(brokerAddresses());
			this.health.retain(this.routes.brokers().keySet());
		});
		this.session = new ClientSession(options.clientId(), members, this.routes, this.brokers,
				options.requestTimeout(), options.network().compactHeartbeats());
		this.session.start(this.threads.timer(), options.heartbeatInterval());
		this.budget = new ByteBudget(options.maxCachedBytes());
		this.sendBudget = new SendBudget(options.sendLimits().maxPendingSends(),
				options.sendLimits().maxPendingSendBytes());
		this.trace = (trace != null) ? trace(trace) : null;
		this.interceptors = (this.trace != null) ? interceptors.and(this.trace.sends(), this.trace.consumes())
				: interceptors;
		if (this.discovery != null) {
			this.discovery.start();
		}
		logger.info("Client {} started: name servers {}, {}, {}", options.clientId(),
				(resolver != null) ? resolver : options.nameServers(), this.threads.io().transportName(), security);
	}

	/**
	 * Traces have a producer and a budget of their own, and nobody looks at their sends.
	 */
	private TraceRecorder trace(TraceOptions trace) {
		ProducerOptions producerOptions = ProducerOptions.builder(TRACE_GROUP)
			.asyncBackPressure(ProducerOptions.BackPressure.FAIL)
			.build();
		DefaultProducer producer = new DefaultProducer(producerOptions,
				new ProducerResources(this.session, this.routes, this.brokers, this.brokers.signer(), this.ids,
						new SendBudget(TRACE_SENDS, TRACE_BYTES), new LongAdder(), this.threads.timer(),
						this.threads.callbacks(), this.health, this.replies, List.of(), (closed) -> {
						}));
		producer.start();
		return new TraceRecorder(
				new TraceSettings(trace.topic(), trace.maxQueued(), trace.batchSize(), trace.flushInterval()), producer,
				this.threads.timer());
	}

	private static RequestScope scope(NamingOptions naming) {
		String namespace = naming.namespace();
		return new RequestScope((namespace != null) ? new Namespace(namespace) : Namespace.NONE, naming.namespaceV2(),
				naming.zone(), naming.unitMode());
	}

	private Map<String, Collection<String>> addressesByBroker() {
		return this.routes.brokers()
			.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (broker) -> broker.getValue().values()));
	}

	private CompletableFuture<Boolean> signOfLife(String broker, Duration timeout) {
		String address = this.routes.brokers().getOrDefault(broker, Map.of()).get(TopicRoute.MASTER);
		if (address == null) {
			return CompletableFuture.completedFuture(false);
		}
		return new SignOfLife(this.brokers).ask(address, broker, Names.TEMPLATE_TOPIC, Deadline.after(timeout))
			.handle((alive, failure) -> failure == null);
	}

	private Set<String> brokerAddresses() {
		return this.routes.brokers()
			.values()
			.stream()
			.flatMap((replicas) -> replicas.values().stream())
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public ClientOptions options() {
		return this.options;
	}

	@Override
	public Producer newProducer(ProducerOptions producerOptions) {
		return newProducer(producerOptions, this.brokers.signer());
	}

	@Override
	public Producer newProducer(ProducerOptions producerOptions, CredentialsProvider credentials) {
		return newProducer(producerOptions, ClientSecurity.signer(credentials));
	}

	private Producer newProducer(ProducerOptions producerOptions, RequestSigner signer) {
		requireOpen();
		DefaultProducer producer = new DefaultProducer(producerOptions,
				producerResources(signer, this.producers::remove));
		producer.start();
		this.producers.add(producer);
		return stillOpen(producer);
	}

	private ProducerResources producerResources(RequestSigner signer, Consumer<Producer> onClose) {
		return new ProducerResources(this.session, this.routes, this.brokers, signer, this.ids, this.sendBudget,
				this.sendRetries, this.threads.timer(), this.threads.callbacks(), this.health, this.replies,
				this.interceptors.sends(), onClose);
	}

	@Override
	public TransactionalProducer newTransactionalProducer(ProducerOptions producerOptions,
			TransactionOptions transactions) {
		requireOpen();
		DefaultTransactionalProducer producer = new DefaultTransactionalProducer(producerOptions, transactions,
				producerResources(this.brokers.signer(), (closed) -> {
				}), this.transactionChecks, (this.trace != null) ? this.trace.transactions() : TransactionObserver.NONE,
				this.transactionalProducers::remove);
		producer.start();
		this.transactionalProducers.put(producer, producer.group());
		return stillOpen(producer);
	}

	@Override
	public PushConsumer newPushConsumer(PushConsumerOptions consumerOptions, MessageListener listener) {
		return newPushConsumer(consumerOptions, Listener.of(listener));
	}

	@Override
	public PushConsumer newBatchPushConsumer(PushConsumerOptions consumerOptions, BatchMessageListener listener) {
		return newPushConsumer(consumerOptions, Listener.ofBatch(listener));
	}

	@Override
	public PushConsumer newAsyncPushConsumer(PushConsumerOptions consumerOptions, AsyncMessageListener listener) {
		return newPushConsumer(consumerOptions, Listener.ofAsync(listener));
	}

	private PushConsumer newPushConsumer(PushConsumerOptions consumerOptions, Listener listener) {
		requireOpen();
		DefaultPushConsumer consumer = new DefaultPushConsumer(consumerOptions, listener, consumerResources());
		// before it starts: a listener may close its consumer at once
		this.consumers.put(consumer, consumer.group());
		this.keepAlive.enter();
		consumer.start();
		return stillOpen(consumer);
	}

	private ConsumerResources consumerResources() {
		return new ConsumerResources(this.session, this.routes, this.brokers, this.threads.timer(), this.budget,
				this.options.requestTimeout(), this.options.rebalanceInterval(), this::consumerClosed,
				this.interceptors.consumes(), this.threads.callbacks());
	}

	private void consumerClosed(AutoCloseable consumer) {
		if (this.consumers.remove(consumer) != null) {
			this.keepAlive.leave();
		}
	}

	@Override
	public PullConsumer newPullConsumer(PullConsumerOptions consumerOptions) {
		requireOpen();
		DefaultPullConsumer consumer = new DefaultPullConsumer(consumerOptions, consumerResources(),
				this.consumers::remove);
		this.consumers.put(consumer, consumer.group());
		return stillOpen(consumer);
	}

	@Override
	public PopConsumer newPopConsumer(PopConsumerOptions consumerOptions) {
		requireOpen();
		DefaultPopConsumer consumer = new DefaultPopConsumer(consumerOptions,
				new PopResources(this.session, this.routes, this.brokers, this.threads.timer(),
						this.threads.callbacks(), this.options.requestTimeout(), this.consumers::remove));
		consumer.start();
		this.consumers.put(consumer, consumer.group());
		return stillOpen(consumer);
	}

	@Override
	public LiteConsumer newLiteConsumer(LiteConsumerOptions consumerOptions, MessageListener listener) {
		requireOpen();
		DefaultLiteConsumer consumer = new DefaultLiteConsumer(consumerOptions, Listener.of(listener),
				consumerResources(), this::consumerClosed);
		// before it starts: a listener may close its consumer at once
		this.consumers.put(consumer, consumer.group());
		this.keepAlive.enter();
		consumer.start();
		return stillOpen(consumer);
	}

	@Override
	public LitePopConsumer newLitePopConsumer(LitePopConsumerOptions consumerOptions) {
		requireOpen();
		DefaultLitePopConsumer consumer = new DefaultLitePopConsumer(consumerOptions, consumerResources(),
				this.consumers::remove);
		consumer.start();
		this.consumers.put(consumer, consumer.group());
		return stillOpen(consumer);
	}

	/** A member that was made while the client closed is closed again. */
	private <T extends AutoCloseable> T stillOpen(T member) {
		if (this.closed.get()) {
			close(member);
			requireOpen();
		}
		return member;
	}

	@Override
	public Admin admin() {
		// look-up, masters, replicas or name servers: one request follows the other
		return new DefaultAdmin(
				new AdminResources(this.nameServers, this.brokers, this.options.requestTimeout().multipliedBy(3)));
	}

	@Override
	public CompletableFuture<ClientStatus> status(Duration timeout) {
		return new StatusProbe(this.options, this.nameServers, this.routes, this.brokers).status(timeout)
			.thenApplyAsync((status) -> status, this.threads.callbacks());
	}

	@Override
	public RocketClientStats stats() {
		return new StatsProbe(List.of(this.nameServerConnections, this.brokers), this.routes, this.sendBudget,
				this.sendRetries, this.budget, this.session, this.health, this.replies.lateReplies(),
				(this.trace != null) ? this.trace.dropped() : 0)
			.stats();
	}

	@Override
	public void updateNameServers(Collection<String> addresses) {
		requireOpen();
		List<String> updated = NameServers.parse(String.join(";", addresses));
		if (this.nameServers.update(updated)) {
			logger.info("Client {} has other name servers: {}", this.options.clientId(), updated);
		}
	}

	@Override
	public void changeSendLimits(SendLimits limits) {
		this.sendBudget.limit(limits.maxPendingSends(), limits.maxPendingSendBytes());
	}

	@Override
	public void reloadTls() {
		this.security.reloadTls();
		this.nameServerConnections.renewConnections("TLS material was loaded anew");
		this.brokers.renewConnections("TLS material was loaded anew");
		logger.info("Client {} loaded its TLS material anew", this.options.clientId());
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		if (this.discovery != null) {
			this.discovery.close();
		}
		closeSideBySide(this.consumers);
		closeSideBySide(this.transactionalProducers);
		List.copyOf(this.producers).forEach(DefaultRocketClient::close);
		if (this.trace != null) {
			close(this.trace);
		}
		this.routes.close();
		this.brokers.close();
		this.nameServerConnections.close();
		this.threads.close();
		logger.info("Client {} closed", this.options.clientId());
	}

	/** Members drain side by side, so that their waiting times do not add up. */
	private static void closeSideBySide(Map<? extends AutoCloseable, String> members) {
		List<Thread> closing = new ArrayList<>();
		members.forEach((member, group) -> {
			Thread thread = new Thread(() -> close(member), "rocketmq-lite-close-" + group);
			thread.start();
			closing.add(thread);
		});
		boolean interrupted = false;
		for (Thread thread : closing) {
			while (thread.isAlive()) {
				try {
					thread.join();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static void close(AutoCloseable member) {
		try {
			member.close();
		}
		catch (Exception ex) {
			logger.warn("Could not close {}", member, ex);
		}
	}

	private void requireOpen() {
		if (this.closed.get()) {
			throw new ClientClosedException("Client " + this.options.clientId() + " is closed", Outcome.NOT_SENT, null);
		}
	}

}
