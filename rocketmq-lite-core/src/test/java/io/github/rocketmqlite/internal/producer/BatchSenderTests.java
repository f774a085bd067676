package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.rocketmqlite.BatchSendException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * How a list of messages is split, and what comes of its parts.
 */
class BatchSenderTests {

	private static final int SEND_BATCH = 320;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ScriptedCluster cluster = new ScriptedCluster();

	private RocketClient client;

	private Producer producer;

	@BeforeEach
	void start() {
		this.cluster.topic("orders", this.cluster.first()).topic("invoices", this.cluster.first());
		this.cluster.first().on(SEND_BATCH, BatchRequests::stored);
		this.client = RocketClient.builder().nameServers(this.cluster.nameServer().address()).build();
		this.producer = this.client.newProducer(ProducerOptions.builder("g").maxMessageBytes(1000).build());
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void messagesOfATopicLeaveInOneRequestAndEachHasItsResult() throws Exception {
		List<SendResult> results = this.producer.sendBatch(messages("orders", 3));
		assertThat(results).extracting(SendResult::queueOffset).containsExactly(100L, 101L, 102L);
		assertThat(results).extracting(SendResult::offsetMessageId).containsExactly("P0", "P1", "P2");
		ScriptedBroker.Request request = this.cluster.first().requests(SEND_BATCH).get(0);
		assertThat(request.ext()).containsEntry("m", "true").containsEntry("b", "orders").containsEntry("f", "0");
		assertThat(MessageDecoder.string2messageProperties(request.ext().get("i"))).containsOnlyKeys("UNIQ_KEY",
				"WAIT");
		List<org.apache.rocketmq.common.message.Message> items = BatchRequests.items(request);
		assertThat(items).extracting((item) -> BatchRequests.text(item.getBody())).containsExactly("0", "1", "2");
		assertThat(items).extracting((item) -> item.getProperty("UNIQ_KEY"))
			.containsExactlyElementsOf(results.stream().map(SendResult::messageId).toList());
		assertThat(items.get(1).getTags()).isEqualTo("tag");
		assertThat(items.get(1).getFlag()).isEqualTo(1);
	}

	@Test
	void theListIsSplitByTopicAndSizeAndOneMessageAloneIsNoBatch() throws Exception {
		List<Message> messages = new ArrayList<>(messages("orders", 20));
		messages.add(5, Message.builder("invoices").body("alone").build());
		List<SendResult> results = this.producer.sendBatch(messages);
		assertThat(results).hasSize(21);
		assertThat(results.get(5).queue().topic()).isEqualTo("invoices");
		List<ScriptedBroker.Request> batches = this.cluster.first().requests(SEND_BATCH);
		assertThat(batches).hasSizeGreaterThan(1).allSatisfy((batch) -> {
			assertThat(batch.body()).hasSizeLessThanOrEqualTo(1000);
			assertThat(batch.ext()).containsEntry("b", "orders");
		});
		List<String> texts = new ArrayList<>();
		for (ScriptedBroker.Request batch : batches) {
			BatchRequests.items(batch).forEach((item) -> texts.add(BatchRequests.text(item.getBody())));
		}
		assertThat(texts)
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).mapToObj(Integer::toString).toList());
		assertThat(this.cluster.sends()).singleElement()
			.satisfies((send) -> assertThat(BatchRequests.text(send.body())).isEqualTo("alone"));
		Set<String> ids = results.stream().map(SendResult::messageId).collect(Collectors.toSet());
		assertThat(ids).hasSize(21);
	}

	@Test
	void messagesOfAnOrderingKeyStayTogetherInTheirQueue() {
		List<Message> messages = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			messages.add(Message.builder("orders").orderingKey("key-" + i % 4).body("b" + i).build());
		}
		this.producer.sendBatch(messages);
		List<ScriptedBroker.Request> batches = this.cluster.first().requests(SEND_BATCH);
		Map<String, Set<String>> queues = batches.stream()
			.collect(Collectors.groupingBy(
					(batch) -> BatchRequests.items(batch)
						.stream()
						.map((item) -> item.getProperty("__SHARDINGKEY"))
						.distinct()
						.collect(Collectors.joining(",")),
					Collectors.mapping((batch) -> batch.ext().get("e"), Collectors.toSet())));
		assertThat(queues).containsOnlyKeys("key-0", "key-1", "key-2", "key-3");
		assertThat(queues.values()).allSatisfy((each) -> assertThat(each).hasSize(1));
	}

	@Test
	void aFailureSaysWhichMessagesAreStored() {
		AtomicInteger number = new AtomicInteger();
		this.cluster.first()
			.on(SEND_BATCH, (request) -> (number.incrementAndGet() == 1) ? BatchRequests.stored(request)
					: Reply.answer(13, "too large"));
		this.cluster.brokersAnswer((request) -> Reply.closeConnection());
		List<Message> messages = new ArrayList<>(messages("orders", 20));
		messages.add(Message.builder("invoices").body("alone").build());
		assertThatExceptionOfType(BatchSendException.class).isThrownBy(() -> this.producer.sendBatch(messages))
			.satisfies((ex) -> {
				assertThat(ex.items()).extracting(BatchSendException.Item::message).containsExactlyElementsOf(messages);
				assertThat(ex.unknown()).extracting(Message::topic).containsExactly("invoices");
				long stored = ex.items().stream().filter(BatchSendException.Item::isStored).count();
				assertThat(stored)
					.isEqualTo(BatchRequests.items(this.cluster.first().requests(SEND_BATCH).get(0)).size());
				assertThat(ex.notSent()).hasSize(20 - (int) stored);
				assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
				assertThat(ex).hasMessageContaining(stored + " of 21");
			});
	}

	@Test
	void aBatchThatNobodyHasMayBeSentAgain() {
		this.cluster.first().on(SEND_BATCH, (request) -> Reply.answer(13, "illegal"));
		assertThat(this.producer.sendBatchAsync(messages("orders", 3))).failsWithin(PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOfSatisfying(BatchSendException.class, (ex) -> {
				assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
				assertThat(ex.notSent()).hasSize(3);
			});
	}

	@Test
	void aBatchThatIsStoredAsOneTellsTheOnePlace() {
		this.cluster.first()
			.on(SEND_BATCH, (request) -> Reply.answer(0, null,
					Map.of("msgId", "PLACE", "queueId", "2", "queueOffset", "8"), new byte[0]));
		List<SendResult> results = this.producer.sendBatch(messages("orders", 2));
		assertThat(results).extracting(SendResult::offsetMessageId).containsExactly("PLACE", "PLACE");
		assertThat(results).extracting(SendResult::queueOffset).containsExactly(8L, 9L);
	}

	static Stream<Message> messagesThatMustLeaveAlone() {
		Message.Builder plain = Message.builder("orders").body("x");
		Message template = plain.build();
		return Stream.of(template.toBuilder().delayLevel(1).build(),
				template.toBuilder().delay(Duration.ofSeconds(1)).build(),
				template.toBuilder().deliverAt(Instant.now()).build(), template.toBuilder().priority(1).build(),
				template.toBuilder().liteTopic("lite").build(), Message.builder("%RETRY%g").body("x").build());
	}

	@ParameterizedTest
	@MethodSource("messagesThatMustLeaveAlone")
	void oneThatCannotBeInABatchKeepsAllFromLeaving(Message message) {
		List<Message> messages = List.of(messages("orders", 1).get(0), message);
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> this.producer.sendBatch(messages))
			.withMessageContaining("Message 1 ")
			.withMessageContaining(message.topic());
		assertThat(this.cluster.first().requests(SEND_BATCH)).isEmpty();
		assertThat(this.cluster.sends()).isEmpty();
	}

	@Test
	void anEmptyBatchAndABadMessageAreRefused() {
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> this.producer.sendBatch(List.of()));
		assertThat(this.producer.sendBatchAsync(List.of(Message.builder("orders").build()))).failsWithin(PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(InvalidMessageException.class);
	}

	@Test
	void interceptorsSeeEachMessage() {
		Set<String> before = new HashSet<>();
		AtomicInteger after = new AtomicInteger();
		SendInterceptor interceptor = new SendInterceptor() {

			@Override
			public Message beforeSend(Message message, SendInvocation invocation) {
				before.add(invocation.messageId());
				return message.toBuilder().property("seen", "yes").build();
			}

			@Override
			public void afterSend(SendInvocation invocation, SendReport report) {
				after.incrementAndGet();
			}

		};
		Producer seen = this.client.newProducer(ProducerOptions.builder("seen").interceptor(interceptor).build());
		List<SendResult> results = seen.sendBatch(messages("orders", 3));
		assertThat(before).containsExactlyInAnyOrderElementsOf(results.stream().map(SendResult::messageId).toList());
		assertThat(BatchRequests.items(this.cluster.first().requests(SEND_BATCH).get(0)))
			.allSatisfy((item) -> assertThat(item.getProperty("seen")).isEqualTo("yes"));
		await().atMost(PATIENCE).until(() -> after.get() == 3);
	}

	private static List<Message> messages(String topic, int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> Message.builder(topic).tag("tag").flag(i).body(Integer.toString(i)).build())
			.toList();
	}

}
