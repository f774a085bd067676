package io.github.rocketmqlite.internal.pop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.LitePopConsumer;
import io.github.rocketmqlite.consumer.LitePopConsumerOptions;
import io.github.rocketmqlite.consumer.PoppedMessage;
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
import static io.github.rocketmqlite.internal.pop.PopAnswers.foundLite;
import static io.github.rocketmqlite.internal.pop.PopAnswers.liteMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The pop consumer of lite topics, and what it says to brokers.
 */
@Timeout(60)
class LitePopConsumerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration LONG = Duration.ofSeconds(60);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	private final ScriptedBroker second = ScriptedBroker.start();

	private final RocketClient client = RocketClient.builder().nameServers(this.nameServer.address()).build();

	/** What pops that wait are answered; the brokers keep them waiting without. */
	private final AtomicReference<Reply> waiting = new AtomicReference<>(Reply.noAnswer());

	private final AtomicReference<Reply> waitingAtSecond = new AtomicReference<>(Reply.noAnswer());

	@BeforeEach
	void script() {
		this.nameServer.routeTo("orders", "broker-a", this.broker.address(), 1);
		script(this.broker, this.waiting);
		script(this.second, this.waitingAtSecond);
	}

	private static void script(ScriptedBroker broker, AtomicReference<Reply> waiting) {
		for (int code : new int[] { 34, 35, SUBSCRIPTION, ACK }) {
			broker.on(code, (request) -> Reply.answer(0));
		}
		broker.on(POP_LITE, (request) -> waits(request) ? waiting.getAndSet(Reply.noAnswer()) : Reply.answer(210));
		broker.on(CHANGE, PopAnswers::changed);
	}

	private static boolean waits(ScriptedBroker.Request request) {
		return !"0".equals(request.ext().get("pollTime"));
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.nameServer.close();
		this.broker.close();
		this.second.close();
	}

	@Test
	void looksOnceThenWaitsAtTheBrokerAndAcknowledgesOneByOne() {
		this.waiting.set(foundLite("0;2", liteMessage("a", 7, 3), liteMessage("b", 8, 0)));
		try (LitePopConsumer consumer = consumer()) {
			List<PoppedMessage> messages = consumer.receive(16, LONG, PATIENCE);
			assertThat(messages).extracting(ReceivedMessage::liteTopic).containsExactly("a", "b");
			assertThat(messages).extracting(ReceivedMessage::queueOffset).containsExactly(3L, 0L);
			assertThat(messages).extracting(ReceivedMessage::reconsumeTimes).containsExactly(0, 2);
			assertThat(consumer.heldMessages()).isEqualTo(2);
			consumer.ackAll(messages);
			assertThat(consumer.heldMessages()).isZero();
			assertThat(this.broker.requests(ACK)).extracting((ack) -> ack.ext().get("extraInfo"))
				.containsExactlyInAnyOrder("0 7 60000 999 0 broker-a 0 3", "0 7 60000 999 0 broker-a 0 0");
			assertThat(this.broker.requests(ACK)).extracting((ack) -> ack.ext().get("liteTopic"))
				.containsExactlyInAnyOrder("a", "b");
			assertThat(this.broker.requests(POP_LITE)).last()
				.satisfies((pop) -> assertThat(pop.ext()).containsEntry("maxMsgNum", "16")
					.containsEntry("pollTime", "5000")
					.containsEntry("invisibleTime", "60000")
					.containsEntry("clientId", this.client.options().clientId() + "@g"));
			assertThat(this.broker.requests(34))
				.anySatisfy((heartbeat) -> assertThat(text(heartbeat)).contains("\"messageModel\":\"LITE_SELECTIVE\""));
		}
		assertThat(this.broker.requests(SUBSCRIPTION)).last()
			.satisfies((farewell) -> assertThat(text(farewell)).contains("COMPLETE_REMOVE"));
	}

	@Test
	void aPopThatStillWaitsAtAnotherBrokerServesTheNextReceive() {
		twoBrokers();
		this.waiting.set(foundLite("0", liteMessage("a", 7, 3)));
		try (LitePopConsumer consumer = consumer()) {
			// it may be answered before the second broker has been asked
			CompletableFuture<List<PoppedMessage>> first = consumer.receiveAsync(16, LONG, PATIENCE);
			assertThat(first).succeedsWithin(PATIENCE)
				.satisfies(
						(messages) -> assertThat(messages).extracting(ReceivedMessage::liteTopic).containsExactly("a"));
			await().atMost(PATIENCE).until(() -> waitingPops(this.second) == 1);
			CompletableFuture<List<PoppedMessage>> next = consumer.receiveAsync(16, LONG, PATIENCE);
			await().atMost(PATIENCE).until(() -> waitingPops(this.broker) == 2);
			assertThat(next).isNotDone();
			assertThat(waitingPops(this.second)).isEqualTo(1);
			next.cancel(false);
		}
	}

	@Test
	void whatComesWhenNobodyWaitsAnyMoreIsGivenBackWithoutAnAttempt() {
		CountDownLatch cancelled = new CountDownLatch(1);
		this.broker.on(POP_LITE, (request) -> {
			if (!waits(request)) {
				return Reply.answer(210);
			}
			hold(cancelled);
			return foundLite("0", liteMessage("a", 1, 5));
		});
		try (LitePopConsumer consumer = consumer()) {
			CompletableFuture<List<PoppedMessage>> receive = consumer.receiveAsync(16, LONG, PATIENCE);
			await().atMost(PATIENCE).until(() -> waitingPops(this.broker) == 1);
			receive.cancel(false);
			cancelled.countDown();
			await().atMost(PATIENCE).until(() -> this.broker.requests(CHANGE).size() == 1);
			assertThat(this.broker.requests(CHANGE).get(0).ext()).containsEntry("liteTopic", "a")
				.containsEntry("offset", "5")
				.containsEntry("suspend", "true")
				.containsEntry("invisibleTime", "0");
			assertThat(consumer.heldMessages()).isZero();
		}
	}

	@Test
	void closingEndsReceivesAndLeavesWhatIsHeldItsInvisibleTime() {
		this.waiting.set(foundLite("0", liteMessage("a", 7, 3)));
		LitePopConsumer consumer = consumer();
		PoppedMessage held = consumer.receive(1, LONG, PATIENCE).get(0);
		CompletableFuture<List<PoppedMessage>> receive = consumer.receiveAsync(16, LONG, PATIENCE);
		consumer.close();
		assertThat(receive).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(ClientClosedException.class);
		assertThat(this.broker.requests(CHANGE)).isEmpty();
		assertThat(this.broker.requests(SUBSCRIPTION)).last()
			.satisfies((farewell) -> assertThat(text(farewell)).contains("COMPLETE_REMOVE"));
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(() -> consumer.ack(held));
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(() -> consumer.subscribeLite("c"))
			.withMessageContaining("group g");
	}

	@Test
	void refusalsNameWhatTheyAreAbout() {
		try (LitePopConsumer consumer = consumer()) {
			this.broker.on(SUBSCRIPTION,
					(request) -> Reply.answer(text(request).contains("PARTIAL_ADD") ? 2018 : 0, "too many"));
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> consumer.subscribeLite("c"))
				.withMessageContaining("LITE_SUBSCRIPTION_QUOTA_EXCEEDED (2018): too many; lite topics [c] of topic"
						+ " orders in group g");
			assertThat(consumer.liteTopics()).containsExactlyInAnyOrder("a", "b");
			assertThatExceptionOfType(InvalidMessageException.class)
				.isThrownBy(() -> consumer.subscribeLite("no blanks"))
				.withMessageContaining("no blanks");
			assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> consumer.subscribeLite(""));
			this.broker.on(POP_LITE, (request) -> Reply.answer(29, "bind topic not match"));
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> consumer.receive(1, LONG, PATIENCE))
				.withMessageContaining("bind topic not match");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> options().maxHeldMessages(0).build())
			.withMessageContaining("maxHeldMessages");
	}

	@Test
	void brokersWithoutLiteTopicsFailTheStart() {
		this.broker.on(SUBSCRIPTION, (request) -> Reply.answer(3, "not supported"));
		assertThatExceptionOfType(BrokerException.class).isThrownBy(this::consumer)
			.withMessageContaining("REQUEST_CODE_NOT_SUPPORTED (3): not supported; topic orders in group g; lite topics"
					+ " need brokers from 5.4 on");
		assertThatExceptionOfType(RouteNotFoundException.class)
			.isThrownBy(() -> this.client.newLitePopConsumer(LitePopConsumerOptions.builder("g", "nowhere").build()))
			.withMessageContaining("nowhere");
		// nothing is left behind
		this.broker.on(SUBSCRIPTION, (request) -> Reply.answer(0));
		consumer().close();
	}

	private static void hold(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void twoBrokers() {
		this.nameServer.routeTo("orders", Map.of("broker-a", this.broker.address(), "broker-b", this.second.address()),
				1);
	}

	private static long waitingPops(ScriptedBroker broker) {
		return broker.requests(POP_LITE).stream().filter(LitePopConsumerTests::waits).count();
	}

	private LitePopConsumer consumer() {
		return this.client.newLitePopConsumer(options().build());
	}

	private static LitePopConsumerOptions.Builder options() {
		return LitePopConsumerOptions.builder("g", "orders").liteTopics("a", "b");
	}

	private static String text(ScriptedBroker.Request request) {
		return new String(request.body(), StandardCharsets.UTF_8);
	}

}
