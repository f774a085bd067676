package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PopConsumer;
import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.rocketmqlite.internal.pop.PopAnswers.ACK;
import static io.github.rocketmqlite.internal.pop.PopAnswers.BATCH_ACK;
import static io.github.rocketmqlite.internal.pop.PopAnswers.CHANGE;
import static io.github.rocketmqlite.internal.pop.PopAnswers.NOTIFICATION;
import static io.github.rocketmqlite.internal.pop.PopAnswers.POP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The pop consumer and brokers that answer as real ones seldom do.
 */
@Timeout(60)
class PopConsumerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration LONG = Duration.ofSeconds(60);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	private final AtomicInteger pops = new AtomicInteger();

	private final RocketClient client = RocketClient.builder().nameServers(this.nameServer.address()).build();

	@BeforeEach
	void script() {
		PopAnswers.script(this.nameServer, this.broker, this.pops);
		this.broker.on(NOTIFICATION, (request) -> Reply.noAnswer());
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.nameServer.close();
		this.broker.close();
	}

	@Test
	void asksWithTheBrokersClockAndForAnyQueue() {
		try (PopConsumer consumer = consumer()) {
			assertThat(consumer.receive(16, LONG, Duration.ZERO)).hasSize(3);
			assertThat(this.broker.requests(POP).get(0).ext()).containsEntry("bornTime", "0")
				.containsEntry("queueId", "-1")
				.containsEntry("maxMsgNums", "16")
				.containsEntry("pollTime", "0")
				.containsEntry("invisibleTime", "60000")
				.containsEntry("initMode", "1")
				.containsEntry("exp", "*");
			assertThat(new String(this.broker.requests(34).get(0).body(), java.nio.charset.StandardCharsets.UTF_8))
				.contains("\"consumeType\":\"CONSUME_POP\"");
		}
	}

	@Test
	void messagesThatComeForACancelledReceiveAreGivenBack() {
		CountDownLatch cancelled = new CountDownLatch(1);
		this.broker.on(POP, (request) -> {
			hold(cancelled);
			return (this.pops.getAndIncrement() == 0) ? PopAnswers.found(3) : Reply.answer(210);
		});
		try (PopConsumer consumer = consumer()) {
			CompletableFuture<List<PoppedMessage>> receive = consumer.receiveAsync(16, LONG, PATIENCE);
			this.broker.awaitRequest(POP, PATIENCE);
			receive.cancel(false);
			cancelled.countDown();
			await().atMost(PATIENCE).until(() -> this.broker.requests(CHANGE).size() == 3);
			assertThat(this.broker.requests(CHANGE))
				.allSatisfy((request) -> assertThat(request.ext()).containsEntry("invisibleTime", "0"));
			await().atMost(PATIENCE).until(() -> consumer.heldMessages() == 0);
		}
	}

	@Test
	void acknowledgesOneByOneWhereTheBrokerKnowsNoBatches() {
		this.broker.on(BATCH_ACK, (request) -> Reply.answer(3, "request type 200151 not supported"));
		try (PopConsumer consumer = consumer()) {
			consumer.ackAll(consumer.receive(16, LONG, Duration.ZERO));
			assertThat(this.broker.requests(BATCH_ACK)).hasSize(1);
			assertThat(this.broker.requests(ACK)).extracting((request) -> request.ext().get("extraInfo"))
				.containsExactlyInAnyOrder("0 7 60000 2 0 broker-a 0 0", "0 7 60000 2 0 broker-a 0 1",
						"0 7 60000 2 0 broker-a 0 2");
			assertThat(consumer.heldMessages()).isZero();
		}
	}

	@Test
	void repeatsAnAcknowledgementThatTheBrokerCouldNotTake() {
		AtomicInteger acks = new AtomicInteger();
		this.broker.on(ACK, (request) -> switch (acks.getAndIncrement()) {
			case 0 -> Reply.answer(2, "busy");
			case 1 -> Reply.closeConnection();
			default -> Reply.answer(0);
		});
		try (PopConsumer consumer = consumer()) {
			PoppedMessage message = consumer.receive(1, LONG, Duration.ZERO).get(0);
			consumer.ack(message);
			assertThat(message.isAcknowledged()).isTrue();
			assertThat(acks).hasValue(3);
		}
	}

	@Test
	void anAcknowledgementWaitsForTheRenewalThatMakesItsHandle() {
		CountDownLatch renew = new CountDownLatch(1);
		this.broker.on(CHANGE, (request) -> {
			hold(renew);
			return PopAnswers.changed(request);
		});
		try (PopConsumer consumer = consumer()) {
			PoppedMessage message = consumer.receive(1, LONG, Duration.ZERO).get(0);
			CompletableFuture<?> changed = consumer.changeInvisibleTimeAsync(message, Duration.ofSeconds(90));
			CompletableFuture<?> acknowledged = consumer.ackAsync(message);
			this.broker.awaitRequest(CHANGE, PATIENCE);
			assertThat(this.broker.requests(ACK)).isEmpty();
			renew.countDown();
			assertThat(CompletableFuture.allOf(changed, acknowledged)).succeedsWithin(PATIENCE);
			assertThat(this.broker.awaitRequest(ACK, PATIENCE).ext()).containsEntry("extraInfo",
					"0 8 90000 5 0 broker-a 0 0");
		}
	}

	@Test
	void aBrokerThatKnowsNoPopIsAnErrorAtOnce() {
		this.broker.on(POP, (request) -> Reply.answer(3, "request type 200050 not supported"));
		try (PopConsumer consumer = consumer()) {
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> consumer.receive(1, LONG, PATIENCE))
				.withMessageContaining("200050 not supported");
			assertThat(consumer.heldMessages()).isZero();
		}
	}

	@Test
	void doesNotHurryAgainstABrokerThatPromisesMessagesItDoesNotGive() {
		this.broker.on(POP, (request) -> {
			this.pops.incrementAndGet();
			return Reply.answer(210);
		});
		this.broker.on(NOTIFICATION, (request) -> Reply.answer(0, null, Map.of("hasMsg", "true"), new byte[0]));
		try (PopConsumer consumer = consumer()) {
			assertThat(consumer.receive(1, LONG, Duration.ofSeconds(2))).isEmpty();
			assertThat(this.pops.get()).isBetween(2, 30);
		}
	}

	private PopConsumer consumer() {
		return this.client
			.newPopConsumer(PopConsumerOptions.builder("billing").subscribe("orders", Filter.all()).build());
	}

	private static void hold(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
