package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.Transaction;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageClientExt;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Every kind of message at a real broker; the official client reads them.
 */
class MessageKindsIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static EmbeddedRocketMQServer server;

	private final String topic = Names.topic();

	private final Map<String, MessageExt> received = new ConcurrentHashMap<>();

	private final Map<String, Long> receivedAt = new ConcurrentHashMap<>();

	private RocketClient client;

	private Producer producer;

	private DefaultMQPushConsumer consumer;

	@BeforeAll
	static void startServer() {
		server = EmbeddedRocketMQServer.builder()
			.brokerProperty("recallMessageEnable", "true")
			.brokerProperty("enableLmq", "true")
			.brokerProperty("enableMultiDispatch", "true")
			.brokerProperty("transactionOpBatchInterval", "100")
			.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void start() {
		server.createTopic(this.topic, 4);
		this.client = RocketClient.builder().nameServers(server.nameServers()).build();
		this.producer = this.client.newProducer(options().build());
	}

	@AfterEach
	void stop() {
		if (this.consumer != null) {
			OfficialClients.stop(this.consumer::shutdown);
		}
		this.client.close();
	}

	@Test
	void theOfficialClientReadsABatch() throws Exception {
		consume(this.topic);
		List<Message> messages = IntStream.range(0, 100)
			.mapToObj((i) -> Message.builder(this.topic).tag("t" + i).key("k" + i).flag(i).body("batch " + i).build())
			.toList();
		List<SendResult> results = this.producer.sendBatch(messages);
		awaitReceived(results);
		for (int i = 0; i < 100; i++) {
			SendResult sent = results.get(i);
			MessageExt message = this.received.get(sent.messageId());
			assertThat(message.getBody()).isEqualTo(messages.get(i).body());
			assertThat(message.getTags()).isEqualTo("t" + i);
			assertThat(message.getKeys()).isEqualTo("k" + i);
			assertThat(message.getFlag()).isEqualTo(i);
			assertThat(message.getQueueId()).isEqualTo(sent.queue().queueId());
			assertThat(message.getQueueOffset()).isEqualTo(sent.queueOffset());
			assertThat(((MessageClientExt) message).getOffsetMsgId()).isEqualTo(sent.offsetMessageId());
		}
		assertThat(results).extracting(SendResult::queue).containsOnly(results.get(0).queue());
	}

	@Test
	void theOfficialClientReadsABatchThatIsStoredAsOne() throws Exception {
		String batches = Names.topic();
		create(batches, Map.of("+queue.type", "BatchCQ"));
		consume(batches);
		List<SendResult> results = this.producer.sendBatch(
				IntStream.range(0, 10).mapToObj((i) -> Message.builder(batches).body("inner " + i).build()).toList());
		awaitReceived(results);
		for (SendResult sent : results) {
			MessageExt message = this.received.get(sent.messageId());
			assertThat(message.getQueueOffset()).isEqualTo(sent.queueOffset());
		}
	}

	@Test
	void theOfficialClientReadsWhatWaitedForOthers() throws Exception {
		consume(this.topic);
		Producer lingering = this.client.newProducer(options().linger(Duration.ofMillis(5)).build());
		List<CompletableFuture<SendResult>> sending = IntStream.range(0, 1000)
			.mapToObj((i) -> lingering.sendAsync(Message.builder(this.topic).body("m" + i).build()))
			.toList();
		List<SendResult> results = sending.stream().map(CompletableFuture::join).toList();
		awaitReceived(results);
		for (int i = 0; i < results.size(); i++) {
			MessageExt message = this.received.get(results.get(i).messageId());
			assertThat(message.getBody()).isEqualTo(("m" + i).getBytes());
			assertThat(message.getQueueOffset()).isEqualTo(results.get(i).queueOffset());
		}
		assertThat(this.received).hasSize(1000);
	}

	@Test
	void delayedMessagesComeWhenTheyAreDue() throws Exception {
		consume(this.topic);
		long now = System.currentTimeMillis();
		SendResult delayed = this.producer
			.send(Message.builder(this.topic).delay(Duration.ofSeconds(3)).body("later").build());
		SendResult at = this.producer
			.send(Message.builder(this.topic).deliverAt(Instant.ofEpochMilli(now + 3000)).body("at").build());
		SendResult past = this.producer
			.send(Message.builder(this.topic).deliverAt(Instant.ofEpochMilli(now - 1000)).body("past").build());
		SendResult level = this.producer.send(Message.builder(this.topic).delayLevel(1).body("level").build());
		awaitReceived(List.of(delayed, at, past, level));
		// one second is the precision of the broker's wheel
		assertThat(this.receivedAt.get(delayed.messageId())).isGreaterThanOrEqualTo(now + 2000);
		assertThat(this.receivedAt.get(at.messageId())).isGreaterThanOrEqualTo(now + 2000);
		assertThat(this.receivedAt.get(past.messageId())).isLessThan(this.receivedAt.get(delayed.messageId()));
	}

	@Test
	void aDelayBeyondTheBrokersLimitIsItsRefusal() {
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(
					() -> this.producer.send(Message.builder(this.topic).delay(Duration.ofDays(4)).body("x").build()))
			.satisfies((ex) -> assertThat(ex.responseCode()).contains(ResponseCode.MESSAGE_ILLEGAL));
	}

	@Test
	void aRecalledMessageNeverComes() throws Exception {
		consume(this.topic);
		// the broker looks for what was recalled in the background, and may be slow
		Message later = Message.builder(this.topic).delay(Duration.ofSeconds(12)).body("later").build();
		SendResult recalled = this.producer.send(later);
		assertThat(this.producer.recall(this.topic, recalled.recallHandle())).isEqualTo(recalled.messageId());
		assertThat(this.producer.recallAsync(this.topic, recalled.recallHandle())).succeedsWithin(PATIENCE)
			.isEqualTo(recalled.messageId());
		SendResult kept = this.producer.send(later);
		awaitReceived(List.of(kept));
		assertThat(this.received).containsOnlyKeys(kept.messageId());
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> this.producer.recall(this.topic, kept.recallHandle()));
	}

	@Test
	void onlyTimerMessagesHaveARecallHandle() {
		assertThat(this.producer.send(Message.builder(this.topic).body("x").build()).recallHandle()).isNull();
	}

	@Test
	void urgentMessagesGoToTheQueueOfTheirPriority() throws Exception {
		String priorities = Names.topic();
		create(priorities, Map.of("+message.type", "PRIORITY"));
		for (int priority = 0; priority < 6; priority++) {
			SendResult sent = this.producer
				.send(Message.builder(priorities).priority(priority).body("p" + priority).build());
			assertThat(sent.queue().queueId()).isEqualTo(Math.min(priority, 3));
		}
	}

	@Test
	void messagesOfALiteTopicAreInAQueueOfItsOwn() throws Exception {
		String parent = Names.topic();
		create(parent, Map.of("+message.type", "LITE"));
		this.producer.send(Message.builder(parent).liteTopic("chat-1").body("a").build());
		this.producer.send(Message.builder(parent).liteTopic("chat-1").body("b").build());
		this.producer.send(Message.builder(parent).liteTopic("chat-2").body("c").build());
		await().atMost(PATIENCE)
			.until(() -> server.maxOffset("%LMQ%$" + parent + "$chat-1", 0) == 2
					&& server.maxOffset("%LMQ%$" + parent + "$chat-2", 0) == 1);
	}

	@Test
	void theOfficialClientReadsCommittedMessagesOnly() throws Exception {
		consume(this.topic);
		TransactionalProducer transactions = this.client.newTransactionalProducer(options().build(),
				(half) -> TransactionDecision.COMMIT);
		Message message = Message.builder(this.topic).tag("tx").body("hello").build();
		TransactionResult rolledBack = transactions.send(message, (id) -> TransactionDecision.ROLLBACK);
		TransactionResult committed = transactions.send(message, (id) -> TransactionDecision.COMMIT);
		TransactionResult checked = transactions.send(message, (id) -> TransactionDecision.UNKNOWN);
		Transaction explicit = transactions.begin(message.toBuilder().body("compressible ".repeat(20_000)).build());
		assertThat(explicit.commitAsync()).succeedsWithin(PATIENCE);
		assertThat(committed.isCommitted()).isTrue();
		assertThat(rolledBack.confirmed()).isTrue();
		awaitReceived(List.of(committed.half(), checked.half(), explicit.half()));
		assertThat(this.received).hasSize(3).doesNotContainKey(rolledBack.transactionId());
		assertThat(this.received.get(committed.transactionId()).getTags()).isEqualTo("tx");
		assertThat(this.received.get(explicit.id()).getBody()).isEqualTo("compressible ".repeat(20_000).getBytes());
		assertThat(this.received.get(explicit.id()).getStoreSize()).isLessThan(20_000);
	}

	@Test
	void brokersAskTheProducerOfANamespace() {
		try (RocketClient scoped = RocketClient.builder()
			.nameServers(server.nameServers())
			.naming(NamingOptions.builder().namespace("ns1").build())
			.build()) {
			server.createTopic("ns1%" + this.topic, 1);
			List<String> asked = new CopyOnWriteArrayList<>();
			TransactionalProducer transactions = scoped.newTransactionalProducer(options().build(), (half) -> {
				asked.add(half.topic() + " " + half.messageId());
				return TransactionDecision.COMMIT;
			});
			TransactionResult result = transactions.send(Message.builder(this.topic).body("hello").build(),
					(id) -> TransactionDecision.UNKNOWN);
			await().atMost(PATIENCE).until(() -> server.maxOffset("ns1%" + this.topic, 0) == 1);
			assertThat(asked).contains(this.topic + " " + result.transactionId());
		}
	}

	@SuppressWarnings("deprecation") // the only way to the official client's
										// administration
	private void create(String name, Map<String, String> attributes) throws Exception {
		DefaultMQProducer official = new DefaultMQProducer(Names.group());
		official.setNamesrvAddr(server.nameServers());
		OfficialClients.patient(official);
		official.start();
		try {
			TopicConfig config = new TopicConfig(name, 4, 4);
			config.setAttributes(attributes);
			official.getDefaultMQProducerImpl()
				.getMqClientFactory()
				.getMQClientAPIImpl()
				.createTopic(server.brokerAddress(), "TBW102", config, 5000);
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	/** Patient, because the machine may be busy. */
	private static ProducerOptions.Builder options() {
		return ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE);
	}

	private void awaitReceived(List<SendResult> results) {
		List<String> ids = results.stream().map(SendResult::messageId).toList();
		await().atMost(PATIENCE).until(() -> this.received.keySet().containsAll(ids));
	}

	private void consume(String from) throws Exception {
		this.consumer = new DefaultMQPushConsumer(Names.group());
		this.consumer.setNamesrvAddr(server.nameServers());
		OfficialClients.patient(this.consumer);
		this.consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		this.consumer.subscribe(from, "*");
		this.consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
			for (MessageExt message : messages) {
				this.receivedAt.put(message.getMsgId(), System.currentTimeMillis());
				this.received.put(message.getMsgId(), message);
			}
			return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		});
		this.consumer.start();
	}

}
