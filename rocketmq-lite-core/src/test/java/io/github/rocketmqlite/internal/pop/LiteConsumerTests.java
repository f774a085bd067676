package io.github.rocketmqlite.internal.pop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.LiteConsumer;
import io.github.rocketmqlite.consumer.LiteConsumerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.rocketmqlite.internal.pop.PopAnswers.ACK;
import static io.github.rocketmqlite.internal.pop.PopAnswers.CHANGE;
import static io.github.rocketmqlite.internal.pop.PopAnswers.POP_LITE;
import static io.github.rocketmqlite.internal.pop.PopAnswers.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Consumers of lite topics, and what they say to brokers.
 */
@Timeout(60)
class LiteConsumerTests {

	private static final int UNSUBSCRIBE = 200_073;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	private final RocketClient client = RocketClient.builder().nameServers(this.nameServer.address()).build();

	private final List<ReceivedMessage> received = new CopyOnWriteArrayList<>();

	/** What a pop that waits is answered; the broker keeps it waiting without. */
	private final AtomicReference<Reply> waiting = new AtomicReference<>(Reply.noAnswer());

	@BeforeEach
	void script() {
		this.nameServer.routeTo("orders", "broker-a", this.broker.address(), 1);
		this.broker.on(34, (request) -> Reply.answer(0)).on(35, (request) -> Reply.answer(0));
		this.broker.on(SUBSCRIPTION, (request) -> Reply.answer(0)).on(ACK, (request) -> Reply.answer(0));
		this.broker.on(POP_LITE, (request) -> "0".equals(request.ext().get("pollTime")) ? Reply.answer(210)
				: this.waiting.getAndSet(Reply.noAnswer()));
		this.broker.on(CHANGE, PopAnswers::changed);
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.nameServer.close();
		this.broker.close();
	}

	@Test
	void handlesTheMessagesOfALiteTopicInItsOrderAndAcknowledgesEach() {
		this.waiting.set(PopAnswers.foundLite("0;2;0", PopAnswers.liteMessage("a", 7, 3),
				PopAnswers.liteMessage("b", 8, 0), PopAnswers.liteMessage("a", 2, 4)));
		try (LiteConsumer consumer = start()) {
			await().atMost(PATIENCE).until(() -> this.broker.requests(ACK).size() == 3);
			assertThat(this.received.stream().filter((message) -> "a".equals(message.liteTopic())))
				.extracting(ReceivedMessage::queueOffset)
				.containsExactly(3L, 4L);
			assertThat(this.received.stream().filter((message) -> "b".equals(message.liteTopic())))
				.extracting(ReceivedMessage::reconsumeTimes)
				.containsExactly(2);
			assertThat(this.broker.requests(ACK))
				.anySatisfy((ack) -> assertThat(ack.ext()).containsEntry("topic", "orders")
					.containsEntry("queueId", "0")
					.containsEntry("offset", "4")
					.containsEntry("liteTopic", "a")
					.containsEntry("extraInfo", "0 7 60000 999 0 broker-a 0 4"));
			assertThat(this.broker.requests(POP_LITE).get(1).ext()).containsEntry("maxMsgNum", "32")
				.containsEntry("bornTime", "0")
				.containsEntry("clientId", this.client.options().clientId() + "@g");
			assertThat(this.broker.requests(34))
				.anySatisfy((heartbeat) -> assertThat(text(heartbeat)).contains("\"messageModel\":\"LITE_SELECTIVE\""));
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
		}
		assertThat(this.broker.requests(SUBSCRIPTION)).last()
			.satisfies((farewell) -> assertThat(text(farewell)).contains("COMPLETE_REMOVE"));
	}

	@Test
	void whatComesAfterTheEndIsGivenBackWithoutAnAttempt() {
		this.waiting
			.set(Reply.delayed(Duration.ofSeconds(1), PopAnswers.foundLite("0", PopAnswers.liteMessage("a", 1, 5))));
		LiteConsumer consumer = start();
		await().atMost(PATIENCE).until(() -> this.broker.requests(POP_LITE).size() == 2);
		consumer.close();
		await().atMost(PATIENCE).until(() -> this.broker.requests(CHANGE).size() == 1);
		assertThat(this.broker.requests(CHANGE).get(0).ext()).containsEntry("liteTopic", "a")
			.containsEntry("offset", "5")
			.containsEntry("suspend", "true")
			.containsEntry("invisibleTime", "0");
		assertThat(this.received).isEmpty();
	}

	@Test
	void aRefusedSubscriptionIsUndoneAndNamesTheQuota() {
		try (LiteConsumer consumer = start()) {
			this.broker.on(SUBSCRIPTION,
					(request) -> Reply.answer(text(request).contains("PARTIAL_ADD") ? 2018 : 0, "too many"));
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> consumer.subscribeLite("c"))
				.withMessageContaining("LITE_SUBSCRIPTION_QUOTA_EXCEEDED (2018): too many");
			assertThat(this.broker.requests(SUBSCRIPTION)).last()
				.satisfies((undone) -> assertThat(text(undone)).contains("PARTIAL_REMOVE", "[\"c\"]"));
			assertThat(consumer.liteTopics()).containsExactlyInAnyOrder("a", "b");
			assertThatExceptionOfType(RocketException.class).isThrownBy(() -> consumer.subscribeLite("no blanks"));
		}
	}

	@Test
	void onlyABrokersWordOfThisMemberTakesALiteTopicAway() {
		List<String> lost = new CopyOnWriteArrayList<>();
		try (LiteConsumer consumer = this.client.newLiteConsumer(
				options().liteTopicListener((topic, liteTopic) -> lost.add(topic + "/" + liteTopic)).build(),
				this::handle)) {
			String id = this.client.options().clientId() + "@g";
			push("a", "somebody-else");
			push("never-had", id);
			push("b", id);
			await().atMost(PATIENCE).until(() -> lost.contains("orders/b"));
			assertThat(lost).containsExactly("orders/b");
			assertThat(consumer.liteTopics()).containsExactly("a");
		}
	}

	@Test
	void aBrokerThatDoesNotKnowLiteTopicsFailsTheStart() {
		this.broker.on(SUBSCRIPTION, (request) -> Reply.answer(3, "not supported"));
		assertThatExceptionOfType(BrokerException.class).isThrownBy(this::start)
			.withMessageContaining("REQUEST_CODE_NOT_SUPPORTED");
		assertThatIllegalArgumentException().isThrownBy(() -> options().concurrency(0).build())
			.withMessageContaining("concurrency");
	}

	@Test
	void aBrokerWhoseConnectionBrokeIsToldEverythingAgain() {
		AtomicInteger told = new AtomicInteger();
		try (LiteConsumer consumer = start()) {
			await().atMost(PATIENCE).until(() -> this.broker.requests(POP_LITE).size() == 2);
			this.broker.on(SUBSCRIPTION, (request) -> {
				assertThat(text(request)).contains("COMPLETE_ADD", "\"a\",\"b\"");
				told.incrementAndGet();
				return Reply.answer(0);
			});
			this.broker.closeConnections();
			await().atMost(PATIENCE).until(() -> told.get() > 0 && this.broker.requests(POP_LITE).size() > 2);
			assertThat(consumer.liteTopics()).hasSize(2);
			this.broker.on(SUBSCRIPTION, (request) -> Reply.answer(0));
		}
	}

	private void push(String liteTopic, String clientId) {
		this.broker.push(UNSUBSCRIBE, Map.of("consumerGroup", "g", "liteTopic", liteTopic, "clientId", clientId),
				new byte[0], true);
	}

	private LiteConsumer start() {
		return this.client.newLiteConsumer(options().build(), this::handle);
	}

	private static LiteConsumerOptions.Builder options() {
		return LiteConsumerOptions.builder("g", "orders").liteTopics("a", "b");
	}

	private ConsumeOutcome handle(ReceivedMessage message) {
		this.received.add(message);
		return ConsumeOutcome.SUCCESS;
	}

	private static String text(ScriptedBroker.Request request) {
		return new String(request.body(), StandardCharsets.UTF_8);
	}

}
