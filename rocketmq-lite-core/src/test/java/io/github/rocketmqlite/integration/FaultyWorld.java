package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.UniqueIds;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.namesrv.NameServers;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.producer.BrokerHealth;
import io.github.rocketmqlite.internal.producer.DefaultProducer;
import io.github.rocketmqlite.internal.producer.PendingReplies;
import io.github.rocketmqlite.internal.producer.ProducerResources;
import io.github.rocketmqlite.internal.producer.SendBudget;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.internal.session.ClientSession;
import io.github.rocketmqlite.internal.session.GroupMembers;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.FaultMode;
import io.github.rocketmqlite.test.FaultProxy;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.awaitility.Awaitility;

/**
 * A scripted name server and broker, each behind a fault proxy, and the parts of a client
 * put together so that a test can see what they leave behind.
 */
final class FaultyWorld implements AutoCloseable {

	static final String TOPIC = "orders";

	private final ScriptedBroker broker = ScriptedBroker.start()
		.on(310, (request) -> answer("msgId", "id", "queueId", "0", "queueOffset", "7"))
		.on(34, (request) -> Reply.answer(0))
		.on(35, (request) -> Reply.answer(0))
		.on(11, (request) -> Reply.answer(19, null,
				Map.of("nextBeginOffset", "0", "minOffset", "0", "maxOffset", "0", "suggestWhichBrokerId", "0"),
				new byte[0]));

	private final FaultProxy brokerProxy = FaultProxy.to(this.broker.address());

	private final ScriptedBroker nameServer = ScriptedBroker.start()
		.routeTo(TOPIC, "a-broker", this.brokerProxy.address(), 4);

	private final FaultProxy nameServerProxy = FaultProxy.to(this.nameServer.address());

	private final Duration timeout;

	private final IoThreads io = new IoThreads(IoThreads.Kind.AUTO, 1);

	private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1,
			(task) -> new Thread(task, "rocketmq-lite-timer-of-test"));

	private final ScheduledExecutorService callbacks = Executors.newScheduledThreadPool(1,
			(task) -> new Thread(task, "rocketmq-lite-callback-of-test"));

	private final RemotingClient nameServerConnections;

	private final RemotingClient brokers;

	private final NameServers nameServers;

	private final RouteTable routes;

	private final DefaultProducer producer;

	FaultyWorld(Duration timeout) {
		this.timeout = timeout;
		this.nameServerConnections = remoting("name server");
		this.brokers = remoting("broker");
		this.nameServers = new NameServers(List.of(this.nameServerProxy.address()), this.nameServerConnections,
				this.timer);
		this.routes = new RouteTable(this.nameServers, this.timer, Duration.ofMinutes(1), timeout);
		ClientSession session = new ClientSession("client", new GroupMembers(), this.routes, this.brokers, timeout);
		this.producer = new DefaultProducer(
				ProducerOptions.builder("group").sendTimeout(timeout).compression(Algorithm.NONE).build(),
				new ProducerResources(session, this.routes, this.brokers, new UniqueIds(),
						new SendBudget(8_192, 64 * 1024 * 1024), new LongAdder(), this.timer, this.callbacks,
						new BrokerHealth(FaultTolerance.off(), System::nanoTime, this.timer,
								(broker) -> CompletableFuture.completedFuture(true)),
						new PendingReplies(8_192, this.timer, this.callbacks), List.of(), (closed) -> {
						}));
		this.producer.start();
	}

	private static Reply answer(String... fields) {
		return Reply.answer(0, null, Map.of(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]),
				new byte[0]);
	}

	private RemotingClient remoting(String name) {
		return new RemotingClient(name,
				new RemotingOptions(this.timeout, 16 * 1024 * 1024, HeaderFormat.BINARY, Duration.ofMillis(200)),
				this.io, ServerRequestHandler.NONE, new ConnectionListener() {
				});
	}

	String nameServerAddress() {
		return this.nameServerProxy.address();
	}

	void mode(FaultMode mode) {
		this.brokerProxy.mode(mode);
		this.nameServerProxy.mode(mode);
	}

	void cutAll() {
		this.brokerProxy.cutAll();
		this.nameServerProxy.cutAll();
	}

	DefaultProducer producer() {
		return this.producer;
	}

	CompletableFuture<?> route(String topic) {
		return this.routes.refresh(topic, Deadline.after(this.timeout));
	}

	CompletableFuture<?> heartbeat() {
		return call(new HeartbeatRequest("client", List.of("group"), List.of()));
	}

	CompletableFuture<?> pull() {
		return call(new PullMessageRequest("group", TOPIC, 0, 0, 32, 0, 0, 0, 0, "*", "a-broker"));
	}

	private <R> CompletableFuture<R> call(Request<R> request) {
		return this.brokers.call(this.brokerProxy.address(), request, Deadline.after(this.timeout));
	}

	/**
	 * Connects to both servers, so that a fault finds connections that are in use.
	 */
	void warmUp() {
		Message message = Message.builder(TOPIC).body("warm").build();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptionsInstanceOf(RocketException.class)
			.until(() -> this.producer.send(message).isDurable());
	}

	int pendingRequests() {
		return this.brokers.pendingRequests() + this.nameServerConnections.pendingRequests();
	}

	@Override
	public void close() {
		this.producer.close();
		this.routes.close();
		this.brokers.close();
		this.nameServerConnections.close();
		this.timer.shutdownNow();
		this.io.close();
		this.callbacks.shutdown();
		this.brokerProxy.close();
		this.nameServerProxy.close();
		this.broker.close();
		this.nameServer.close();
	}

}
