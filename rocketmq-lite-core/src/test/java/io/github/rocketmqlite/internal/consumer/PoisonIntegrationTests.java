package io.github.rocketmqlite.internal.consumer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PoisonMessage;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bodies that cannot be decompressed, from a real broker, cost only themselves.
 */
@Timeout(120)
class PoisonIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(PoisonIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final int COMPRESSED = 1;

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = "poison-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

	private final String group = this.topic + "-group";

	private final IoThreads io = new IoThreads(IoThreads.Kind.NIO, 1);

	private final RemotingClient connections = new RemotingClient("test",
			new RemotingOptions(PATIENCE, 16 * 1024 * 1024, HeaderFormat.BINARY, PATIENCE), this.io,
			ServerRequestHandler.NONE, new ConnectionListener() {
			});

	private final Queue<PoisonMessage> poison = new ConcurrentLinkedQueue<>();

	private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

	@AfterEach
	void stop() {
		this.connections.close();
		this.io.close();
	}

	@Test
	void aBodyOfGarbageCostsOneOfThirtyMessages() {
		this.server.createTopic(this.topic, 1);
		for (int i = 0; i < 30; i++) {
			if (i == 10) {
				send(COMPRESSED, new byte[] { 0x78, (byte) 0x9c, 1, 2, 3, 4, 5 });
			}
			else {
				send(0, ("message " + i).getBytes(StandardCharsets.UTF_8));
			}
		}
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).build();
				PushConsumer consumer = client.newPushConsumer(options().build(), this::read)) {
			await().atMost(PATIENCE).until(() -> this.server.consumerOffset(this.group, this.topic, 0) == 30);
			assertThat(consumer.cachedMessages()).isZero();
		}
		logger.info("poison_of_30={} delivered={}", this.poison.size(), this.bodies.size());
		assertThat(this.bodies).hasSize(29).doesNotHaveDuplicates();
		assertThat(this.poison).singleElement().satisfies((message) -> {
			assertThat(message.queueOffset()).isEqualTo(10);
			assertThat(message.reason()).contains("compression");
		});
		await().atMost(PATIENCE).until(() -> this.server.maxOffset("%DLQ%" + this.group, 0) == 1);
	}

	@Test
	void inABatchOnlyThePoisonIsDeadAndTheRestIsTriedAgain() {
		this.server.createTopic(this.topic, 1);
		for (int i = 0; i < 10; i++) {
			send((i == 4) ? COMPRESSED : 0, ("message " + i).getBytes(StandardCharsets.UTF_8));
		}
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).build();
				PushConsumer consumer = client.newBatchPushConsumer(
						options().ordered(true).retryDelay(Duration.ofMillis(10)).build(), (messages) -> {
							messages.forEach(ReceivedMessage::body);
							messages.forEach(this::read);
							return List.of(ConsumeOutcome.SUCCESS);
						})) {
			await().atMost(PATIENCE).until(() -> this.server.consumerOffset(this.group, this.topic, 0) == 10);
			assertThat(consumer.cachedBytes()).isZero();
		}
		assertThat(this.bodies).hasSize(9).doesNotHaveDuplicates();
		assertThat(this.poison).hasSize(1);
	}

	@Test
	void aBodyThatInflatesToAGigabyteCostsOneMessage() {
		this.server.createTopic(this.topic, 1);
		send(0, "before".getBytes(StandardCharsets.UTF_8));
		send(COMPRESSED, bomb());
		send(0, "behind".getBytes(StandardCharsets.UTF_8));
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).build();
				PushConsumer consumer = client.newPushConsumer(options().build(), this::read)) {
			await().atMost(PATIENCE).until(() -> this.server.consumerOffset(this.group, this.topic, 0) == 3);
			assertThat(consumer.cachedMessages()).isZero();
		}
		logger.info("bombs_of_a_gibibyte=1 delivered={} poison={} heap_max_mib={}", this.bodies.size(),
				this.poison.size(), Runtime.getRuntime().maxMemory() / (1024 * 1024));
		assertThat(this.bodies).containsExactlyInAnyOrder("before", "behind");
		assertThat(this.poison).extracting(PoisonMessage::queueOffset).containsExactly(1L);
	}

	@Test
	void theHandlerMayPassOverAMessage() {
		this.server.createTopic(this.topic, 1);
		send(COMPRESSED, new byte[] { 1 });
		send(0, "behind".getBytes(StandardCharsets.UTF_8));
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).build();
				PushConsumer consumer = client.newPushConsumer(
						options().poisonHandler((message) -> ConsumeOutcome.SUCCESS).build(), this::read)) {
			await().atMost(PATIENCE).until(() -> this.server.consumerOffset(this.group, this.topic, 0) == 2);
			assertThat(consumer.group()).isEqualTo(this.group);
		}
		assertThat(this.bodies).containsExactly("behind");
		assertThat(this.server.maxOffset("%DLQ%" + this.group, 0)).isZero();
	}

	private ConsumeOutcome read(ReceivedMessage message) {
		this.bodies.add(new String(message.body(), StandardCharsets.UTF_8));
		return ConsumeOutcome.SUCCESS;
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.poisonHandler((message) -> {
				this.poison.add(message);
				throw new IllegalStateException("thrown by a test");
			});
	}

	private void send(int sysFlag, byte[] body) {
		SendMessageRequest request = new SendMessageRequest("sender", this.topic, "TBW102", 1, 0, sysFlag,
				System.currentTimeMillis(), 0, "", 0, 0, false, this.server.brokerName(), body);
		this.connections.call(this.server.brokerAddress(), request, Deadline.after(PATIENCE)).join();
	}

	/** A gibibyte of zeros in about a megabyte. */
	private static byte[] bomb() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] zeros = new byte[1024 * 1024];
		try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
			for (int i = 0; i < 1024; i++) {
				out.write(zeros);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
