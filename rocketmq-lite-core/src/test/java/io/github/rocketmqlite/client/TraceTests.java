package io.github.rocketmqlite.client;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.trace.TraceBean;
import org.apache.rocketmq.client.trace.TraceContext;
import org.apache.rocketmq.client.trace.TraceDataEncoder;
import org.apache.rocketmq.client.trace.TraceType;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
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

	private static final int SEND_BATCH = 320;

	private static final int END_TRANSACTION = 37;

	private static final int CHECK_TRANSACTION_STATE = 39;

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
	void theBrokerSaysWhetherASendIsTracedAndInWhichRegion() {
		RocketClient client = client(TraceOptions.builder().topic("traces").build());
		try (Producer producer = producer(client);
				TransactionalProducer transactions = client
					.newTransactionalProducer(ProducerOptions.builder("transactions").build(), (half) -> null)) {
			this.broker.on(END_TRANSACTION, (request) -> Reply.answer(0));
			this.broker.on(SEND_V2, (request) -> stored("TRACE_ON", "false"));
			producer.send(Message.builder("orders").body("untraced").build());
			transactions.send(Message.builder("orders").body("untraced").build(), (id) -> TransactionDecision.COMMIT);
			this.broker.on(SEND_V2, (request) -> stored("MSG_REGION", "north"));
			producer.send(Message.builder("orders").body("traced").build());
			transactions.send(Message.builder("orders").body("traced").build(), (id) -> TransactionDecision.COMMIT);
		}
		client.close();
		assertThat(contexts()).hasSize(3)
			.allSatisfy((context) -> assertThat(context.getRegionId()).isEqualTo("north"))
			.extracting(TraceContext::getTraceType)
			.containsExactlyInAnyOrder(TraceType.Pub, TraceType.Pub, TraceType.EndTransaction);
	}

	@Test
	void theBrokerSaysSoForTheMessagesOfABatch() {
		RocketClient client = client(TraceOptions.builder().topic("traces").build());
		List<Message> batch = List.of(Message.builder("orders").body("one").build(),
				Message.builder("orders").body("two").build());
		try (Producer producer = producer(client)) {
			this.broker.on(SEND_BATCH, (request) -> stored("TRACE_ON", "false"));
			producer.sendBatch(batch);
			this.broker.on(SEND_BATCH, (request) -> stored("MSG_REGION", "north"));
			producer.sendBatch(batch);
		}
		client.close();
		assertThat(contexts()).hasSize(2).allSatisfy((context) -> {
			assertThat(context.getRegionId()).isEqualTo("north");
			assertThat(context.getTraceBeans().get(0).getStoreHost()).isEqualTo(this.broker.address());
		});
	}

	@Test
	void theAnswerToACheckIsRecordedUnlessItsMessageIsUntraced() {
		RocketClient client = client(TraceOptions.builder().topic("traces").build());
		this.broker.on(END_TRANSACTION, (request) -> Reply.answer(0));
		try (TransactionalProducer producer = client.newTransactionalProducer(
				ProducerOptions.builder("transactions").build(), (half) -> TransactionDecision.ROLLBACK)) {
			producer.send(Message.builder("orders").body("hello").build(), (id) -> TransactionDecision.COMMIT);
			check("untraced", "false");
			check("traced", "true");
			await().atMost(PATIENCE).until(() -> this.broker.requests(END_TRANSACTION).size() == 3);
		}
		client.close();
		assertThat(contexts()).filteredOn((context) -> context.getTraceType() == TraceType.EndTransaction)
			.extracting((context) -> context.getTraceBeans().get(0))
			.filteredOn(TraceBean::isFromTransactionCheck)
			.singleElement()
			.satisfies((bean) -> {
				assertThat(bean.getMsgId()).isEqualTo("traced");
				assertThat(bean.getTopic()).isEqualTo("orders");
				assertThat(bean.getStoreHost()).isEqualTo(this.broker.address());
				assertThat(bean.getTransactionState()).isEqualTo(LocalTransactionState.ROLLBACK_MESSAGE);
			});
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

	private static Reply stored(String field, String value) {
		return Reply.answer(0, null,
				Map.of("msgId", "7F00000100002A9F0000000000000000", "queueId", "0", "queueOffset", "7", field, value),
				new byte[0]);
	}

	/** The broker asks about a transaction that the client does not know. */
	private void check(String id, String traceOn) {
		MessageExt half = new MessageExt();
		half.setTopic("orders");
		half.setBody("hello".getBytes(StandardCharsets.UTF_8));
		half.setBornHost(new InetSocketAddress("127.0.0.1", 1));
		half.setStoreHost(new InetSocketAddress("127.0.0.1", 2));
		MessageAccessor.setProperties(half, new HashMap<>(
				Map.of("UNIQ_KEY", id, "PGROUP", "transactions", "TRAN_MSG", "true", "TRACE_ON", traceOn)));
		try {
			this.broker.push(CHECK_TRANSACTION_STATE,
					Map.of("tranStateTableOffset", "99", "commitLogOffset", "12345", "msgId", id, "topic",
							"RMQ_SYS_TRANS_HALF_TOPIC", "bname", this.broker.address()),
					MessageDecoder.encode(half, false), true);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What the trace broker got, as the official client reads it. */
	private List<TraceContext> contexts() {
		return this.traceBroker.requests(SEND_V2)
			.stream()
			.map((request) -> new String(request.body(), StandardCharsets.UTF_8))
			.flatMap((text) -> TraceDataEncoder.decoderFromTraceDataString(text).stream())
			.toList();
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
