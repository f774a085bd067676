package io.github.rocketmqlite.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What a client does when its traces cannot be kept or sent.
 */
class TraceTests {

	private static final int SEND_V2 = 310;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Reply STORED = Reply.answer(0, null,
			Map.of("msgId", "7F00000100002A9F0000000000000000", "queueId", "0", "queueOffset", "7"), new byte[0]);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	private final ScriptedBroker traceBroker = ScriptedBroker.start();

	TraceTests() {
		this.nameServer.routeTo("orders", this.broker, 4).routeTo("traces", this.traceBroker, 1);
		for (ScriptedBroker each : new ScriptedBroker[] { this.broker, this.traceBroker }) {
			each.on(34, (request) -> Reply.answer(0))
				.on(35, (request) -> Reply.answer(0))
				.on(SEND_V2, (request) -> STORED);
		}
	}

	@AfterEach
	void close() {
		this.traceBroker.close();
		this.broker.close();
		this.nameServer.close();
	}

	@Test
	void aSilentTraceBrokerDelaysNoSendAndTheOldestRecordsAreDropped() {
		this.traceBroker.on(SEND_V2, (request) -> Reply.noAnswer());
		RocketClient client = client(TraceOptions.builder().topic("traces").maxQueued(10).batchSize(5).build());
		try (Producer producer = producer(client)) {
			for (int i = 0; i < 50; i++) {
				producer.send(Message.builder("orders").body("hello").build());
			}
			await().atMost(PATIENCE).until(() -> client.stats().droppedTraces() >= 30);
			assertThat(this.broker.requests(SEND_V2)).hasSize(50);
		}
		client.close();
		assertThat(client.stats().droppedTraces()).isBetween(45L, 50L);
	}

	@Test
	void aTopicOfTracesThatDoesNotExistHurtsNoSend() {
		RocketClient client = client(TraceOptions.builder().topic("nowhere").batchSize(1).build());
		try (Producer producer = producer(client)) {
			producer.send(Message.builder("orders").body("hello").build());
			await().atMost(PATIENCE).until(() -> client.stats().droppedTraces() == 1);
		}
		client.close();
	}

	@Test
	void fullBatchesLeaveAtOnceAndTheRestWhenTheClientCloses() {
		RocketClient client = client(
				TraceOptions.builder().topic("traces").batchSize(3).flushInterval(Duration.ofMinutes(10)).build());
		try (Producer producer = producer(client)) {
			for (int i = 0; i < 3; i++) {
				producer.send(Message.builder("orders").body("hello").build());
			}
			await().atMost(PATIENCE).until(() -> records() == 3);
			producer.send(Message.builder("orders").body("hello").build());
			producer.sendOneway(Message.builder("orders").body("nobody knows").build());
		}
		client.close();
		assertThat(records()).isEqualTo(4);
		assertThat(client.stats().droppedTraces()).isZero();
	}

	@Test
	void badOptionsAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> TraceOptions.builder().topic(" ").build())
			.withMessageContaining("topic");
		assertThatIllegalArgumentException().isThrownBy(() -> TraceOptions.builder().batchSize(0).build())
			.withMessageContaining("batchSize");
		assertThatIllegalArgumentException().isThrownBy(() -> TraceOptions.builder().maxQueued(99).build())
			.withMessageContaining("maxQueued");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TraceOptions.builder().flushInterval(Duration.ZERO).build())
			.withMessageContaining("flushInterval");
		assertThat(TraceOptions.defaults())
			.isEqualTo(new TraceOptions("RMQ_SYS_TRACE_TOPIC", 2_048, 100, Duration.ofSeconds(5)));
	}

	/** The records that the trace broker got. */
	private long records() {
		return this.traceBroker.requests(SEND_V2)
			.stream()
			.mapToLong((request) -> new String(request.body(), StandardCharsets.UTF_8).chars()
				.filter((c) -> c == 2)
				.count())
			.sum();
	}

	private RocketClient client(TraceOptions trace) {
		return RocketClient.builder().nameServers(this.nameServer.address()).trace(trace).build();
	}

	private static Producer producer(RocketClient client) {
		return client.newProducer(ProducerOptions.builder("group").sendTimeout(PATIENCE).build());
	}

}
