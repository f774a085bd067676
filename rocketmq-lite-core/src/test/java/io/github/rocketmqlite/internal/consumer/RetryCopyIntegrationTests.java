package io.github.rocketmqlite.internal.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.namesrv.NameServers;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.internal.session.ClientSession;
import io.github.rocketmqlite.internal.session.GroupMember;
import io.github.rocketmqlite.internal.session.GroupMembers;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real broker to which messages cannot be sent back, so that copies take their place.
 */
@Timeout(60)
class RetryCopyIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
		.brokerProperty("messageDelayLevel", "1s 1s 1s 1s 1s 1s 1s 1s 1s 1s")
		.start();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final IoThreads io = new IoThreads(IoThreads.Kind.NIO, 1);

	private final RemotingClient connections = new RemotingClient("test",
			new RemotingOptions(TIMEOUT, 16 * 1024 * 1024, HeaderFormat.BINARY, TIMEOUT), this.io,
			ServerRequestHandler.NONE, new ConnectionListener() {
			});

	private final RouteTable routes = new RouteTable(
			new NameServers(NameServers.parse(this.server.nameServers()), this.connections, this.timer), this.timer,
			Duration.ofSeconds(1), TIMEOUT);

	private final ConsumerResources resources = new ConsumerResources(
			new ClientSession("client-1", new GroupMembers(), this.routes, this.connections, TIMEOUT), this.routes,
			this.connections, this.timer, new ByteBudget(1_000_000), TIMEOUT, Duration.ofSeconds(1), (consumer) -> {
			}, List.of(), Runnable::run);

	@AfterEach
	void stop() {
		this.routes.close();
		this.connections.close();
		this.io.close();
		this.timer.shutdownNow();
		this.server.close();
	}

	@Test
	void countsAttemptsAndEndsInTheDeadLetterTopic() {
		this.server.createTopic("orders", 1);
		Queue<String> attempts = new ConcurrentLinkedQueue<>();
		PushConsumerOptions options = PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.all())
			.startPosition(StartPosition.FIRST)
			.maxReconsumeTimes(2)
			.build();
		MessageListener listener = (message) -> {
			attempts.add(message.topic() + " " + message.property("color") + " "
					+ new String(message.body(), StandardCharsets.UTF_8) + " " + message.reconsumeTimes());
			return ConsumeOutcome.RETRY;
		};
		try (DefaultPushConsumer consumer = new DefaultPushConsumer(options, listener,
				new WithoutSendBack(new ClientCluster(this.resources)), ConsumerSettings.of(this.resources))) {
			consumer.start();
			send();
			await().atMost(Duration.ofSeconds(30)).until(() -> this.server.messages("%DLQ%billing").size() == 1);
		}
		assertThat(attempts).containsExactly("orders red hello 0", "orders red hello 1", "orders red hello 2");
	}

	@Test
	void goesToTheDeadLetterTopicAtOnceWhenToldTo() {
		this.server.createTopic("orders", 1);
		PushConsumerOptions options = PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.all())
			.startPosition(StartPosition.FIRST)
			.build();
		try (DefaultPushConsumer consumer = new DefaultPushConsumer(options, (message) -> ConsumeOutcome.DEAD_LETTER,
				new WithoutSendBack(new ClientCluster(this.resources)), ConsumerSettings.of(this.resources))) {
			consumer.start();
			send();
			await().atMost(Duration.ofSeconds(30)).until(() -> this.server.messages("%DLQ%billing").size() == 1);
		}
		assertThat(this.server.messages("%RETRY%billing")).isEmpty();
	}

	private void send() {
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).build();
				Producer producer = client.newProducer(ProducerOptions.builder("sender").build())) {
			producer.send(Message.builder("orders").property("color", "red").body("hello").build());
		}
	}

	private record WithoutSendBack(Cluster real) implements Cluster {

		@Override
		public <R> CompletableFuture<R> callMaster(String brokerName, Request<R> request, Deadline deadline) {
			if (request instanceof SendBackRequest) {
				return CompletableFuture
					.failedFuture(new RocketConnectionException("refused by a test", Outcome.UNKNOWN, null));
			}
			return this.real.callMaster(brokerName, request, deadline);
		}

		@Override
		public String clientId() {
			return this.real.clientId();
		}

		@Override
		public CompletableFuture<TopicRoute> route(String topic, Deadline deadline) {
			return this.real.route(topic, deadline);
		}

		@Override
		public void refreshRoute(String topic) {
			this.real.refreshRoute(topic);
		}

		@Override
		public <R> CompletableFuture<R> callReplica(Replica replica, Request<R> request, Deadline deadline) {
			return this.real.callReplica(replica, request, deadline);
		}

		@Override
		public CompletableFuture<Integer> heartbeat() {
			return this.real.heartbeat();
		}

		@Override
		public void join(GroupMember member) {
			this.real.join(member);
		}

		@Override
		public CompletableFuture<@Nullable Void> leave(GroupMember member, Deadline deadline) {
			return this.real.leave(member, deadline);
		}

	}

}
