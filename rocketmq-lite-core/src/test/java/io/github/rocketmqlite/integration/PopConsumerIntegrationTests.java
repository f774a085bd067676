package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.LeaseExpiredException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PopConsumer;
import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The pop consumer against a real broker that looks for messages to deliver again more
 * often than usual.
 */
@Timeout(120)
class PopConsumerIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(PopConsumerIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration SHORT = Duration.ofSeconds(4);

	private static final Duration WAIT = Duration.ofSeconds(1);

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
		.brokerProperty("reviveInterval", "100")
		.start();

	private final RocketClient client = RocketClient.builder().nameServers(server.nameServers()).build();

	private final String topic = Names.topic();

	private final String group = Names.group();

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void createTopic() {
		server.createTopic(this.topic, 4);
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void membersShareAllQueuesWithoutLossAndWithoutDuplicates() {
		List<String> sent = send(200);
		Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
		try (PopConsumer first = consumer();
				RocketClient other = otherClient();
				PopConsumer second = other.newPopConsumer(options().build())) {
			for (PopConsumer member : List.of(first, second)) {
				List<PoppedMessage> messages = member.receive(8, LONG, PATIENCE);
				assertThat(messages).isNotEmpty();
				messages.forEach((message) -> count(received, message));
				member.ackAll(messages);
			}
			List<CompletableFuture<Integer>> members = new ArrayList<>();
			for (PopConsumer member : List.of(first, second)) {
				members.add(CompletableFuture.supplyAsync(() -> drain(member, received, sent.size())));
			}
			List<Integer> shares = members.stream().map(CompletableFuture::join).toList();
			logger.info("pop_shares={} received={} duplicates={}", shares, received.size(), duplicates(received));
			assertThat(received).containsOnlyKeys(sent);
			assertThat(duplicates(received)).isZero();
			assertThat(first.heldMessages() + second.heldMessages()).isZero();
			assertThat(first.receive(32, LONG, Duration.ZERO)).isEmpty();
		}
	}

	@Test
	void whatIsNotAcknowledgedComesAgainAfterItsInvisibleTime() {
		String sent = send(1).get(0);
		try (PopConsumer consumer = consumer()) {
			PoppedMessage first = awaitMessage(consumer, SHORT);
			assertThat(first.messageId()).isEqualTo(sent);
			assertThat(first.reconsumeTimes()).isZero();
			assertThat(consumer.receive(32, SHORT, Duration.ZERO)).isEmpty();
			PoppedMessage second = awaitMessage(consumer, LONG);
			assertThat(first.remainingInvisibleTime()).isZero();
			assertThat(second.messageId()).isEqualTo(sent);
			assertThat(second.reconsumeTimes()).isEqualTo(1);
			assertThat(second.topic()).isEqualTo(this.topic);
			consumer.ack(second);
			assertThat(second.isAcknowledged()).isTrue();
			assertThat(consumer.receive(32, LONG, SHORT.plus(WAIT))).isEmpty();
		}
	}

	@Test
	void afterTheLastAttemptAMessageGoesToTheDeadLetterTopic() {
		send(1);
		try (PopConsumer consumer = this.client.newPopConsumer(options().maxReconsumeTimes(1).build())) {
			for (int attempt = 0; attempt <= 1; attempt++) {
				PoppedMessage message = awaitMessage(consumer, LONG);
				assertThat(message.reconsumeTimes()).isEqualTo(attempt);
				consumer.changeInvisibleTime(message, Duration.ZERO);
			}
			await().atMost(PATIENCE).until(() -> {
				assertThat(consumer.receive(32, LONG, WAIT)).isEmpty();
				return server.messages("%DLQ%" + this.group).size() == 1;
			});
			assertThat(consumer.heldMessages()).isZero();
		}
	}

	@Test
	void aMessageMayBeSentToTheDeadLetterTopicAtOnce() {
		send(1);
		try (PopConsumer consumer = consumer()) {
			PoppedMessage message = awaitMessage(consumer, SHORT);
			consumer.deadLetter(message);
			assertThat(server.messages("%DLQ%" + this.group)).hasSize(1);
			assertThat(message.isAcknowledged()).isTrue();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> consumer.deadLetter(message))
				.withMessageContaining(message.messageId())
				.withMessageContaining("acknowledged already");
			assertThat(consumer.receive(32, LONG, SHORT.plus(WAIT))).isEmpty();
		}
	}

	@Test
	void anAcknowledgementAfterTheInvisibleTimeIsAClearError() {
		send(1);
		try (PopConsumer consumer = consumer()) {
			PoppedMessage message = awaitMessage(consumer, Duration.ofSeconds(1));
			await().atMost(PATIENCE).until(() -> message.remainingInvisibleTime().isZero());
			assertThatExceptionOfType(LeaseExpiredException.class).isThrownBy(() -> consumer.ack(message))
				.withMessageContaining(message.messageId())
				.withMessageContaining("1000 ms is over")
				.withMessageContaining("delivered again");
			assertThatExceptionOfType(LeaseExpiredException.class)
				.isThrownBy(() -> consumer.changeInvisibleTime(message, LONG));
			assertThat(message.isAcknowledged()).isFalse();
			assertThat(consumer.heldMessages()).isZero();
		}
	}

	@Test
	void aHeldMessageIsRenewedUntilItIsAcknowledged() {
		send(1);
		try (PopConsumer consumer = this.client.newPopConsumer(options().renewal(true).build());
				RocketClient other = otherClient();
				PopConsumer rival = other.newPopConsumer(options().build())) {
			PoppedMessage message = awaitMessage(consumer, SHORT);
			String handle = message.receiptHandle();
			assertThat(rival.receive(32, LONG, SHORT.multipliedBy(3))).isEmpty();
			assertThat(message.receiptHandle()).isNotEqualTo(handle);
			assertThat(message.remainingInvisibleTime()).isPositive();
			consumer.ack(message);
			assertThat(rival.receive(32, LONG, SHORT.plus(WAIT))).isEmpty();
		}
	}

	@Test
	void aMessageThatIsHeldTooLongIsRenewedNoMore() {
		send(1);
		try (PopConsumer consumer = this.client
			.newPopConsumer(options().renewal(true).maxHoldTime(Duration.ofMillis(1)).build())) {
			PoppedMessage message = awaitMessage(consumer, SHORT);
			assertThat(awaitMessage(consumer, LONG).messageId()).isEqualTo(message.messageId());
		}
	}

	@Test
	void aLongerInvisibleTimeReplacesTheHandle() {
		send(1);
		try (PopConsumer consumer = consumer()) {
			PoppedMessage message = awaitMessage(consumer, SHORT);
			consumer.changeInvisibleTime(message, LONG);
			assertThat(message.remainingInvisibleTime()).isGreaterThan(SHORT);
			assertThat(consumer.receive(32, LONG, SHORT.plus(WAIT))).isEmpty();
			consumer.ack(message);
			consumer.ack(message);
			assertThat(message.isAcknowledged()).isTrue();
		}
	}

	@Test
	void aWaitingReceiveEndsWithTheFirstMessageOfAnyTopic() {
		String second = Names.topic();
		server.createTopic(second, 2);
		try (PopConsumer consumer = this.client.newPopConsumer(options().subscribe(second, Filter.all()).build())) {
			for (String arriving : List.of(second, this.topic, second)) {
				CompletableFuture<List<PoppedMessage>> receive = consumer.receiveAsync(32, LONG, PATIENCE);
				await().during(Duration.ofMillis(300)).until(() -> !receive.isDone());
				long started = System.nanoTime();
				sendTo(arriving, 1);
				List<PoppedMessage> received = receive.join();
				logger.info("pop_arrival_ms={}", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
				assertThat(received).extracting(ReceivedMessage::topic).containsExactly(arriving);
				consumer.ackAllAsync(received).join();
			}
		}
	}

	@Test
	void receivesOnlyTheTagsItAskedForThoughTheirHashesAreTheSame() {
		// "Aa" and "BB" have the same hash code
		try (PopConsumer consumer = this.client
			.newPopConsumer(options().subscribe(this.topic, Filter.tags("Aa")).build());
				Producer producer = producer()) {
			List<String> wanted = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				producer.send(Message.builder(this.topic).tag("BB").body("no").build());
				wanted.add(producer.send(Message.builder(this.topic).tag("Aa").body("yes").build()).messageId());
			}
			Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
			drain(consumer, received, 8);
			assertThat(received).containsOnlyKeys(wanted);
			assertThat(consumer.receive(32, LONG, WAIT)).isEmpty();
		}
	}

	@Test
	void closingGivesBackWhatIsHeldAndEndsWaitingReceives() {
		List<String> sent = send(5);
		Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
		PopConsumer first = consumer();
		while (received.size() < 5) {
			first.receive(32, LONG, WAIT).forEach((message) -> count(received, message));
		}
		CompletableFuture<List<PoppedMessage>> waiting = first.receiveAsync(32, LONG, PATIENCE);
		assertThat(first.heldMessages()).isEqualTo(5);
		first.close();
		first.close();
		assertThat(waiting).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(ClientClosedException.class);
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(() -> first.receive(1, LONG, WAIT));
		assertThat(first.heldMessages()).isZero();
		long closed = System.nanoTime();
		try (PopConsumer second = consumer()) {
			drain(second, received, 5);
			assertThat(Duration.ofNanos(System.nanoTime() - closed)).isLessThan(LONG.minusSeconds(10));
			await().atMost(PATIENCE).until(() -> {
				second.receive(32, LONG, WAIT).forEach((message) -> count(received, message));
				return duplicates(received) == 5;
			});
		}
		assertThat(received).containsOnlyKeys(sent);
	}

	@Test
	void holdsNoMoreMessagesThanAllowed() {
		send(20);
		try (PopConsumer consumer = this.client.newPopConsumer(options().maxHeldMessages(4).build())) {
			List<PoppedMessage> held = new ArrayList<>();
			while (held.size() < 4) {
				held.addAll(consumer.receive(32, LONG, WAIT));
			}
			assertThat(held).hasSize(4);
			assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> consumer.receive(1, LONG, WAIT))
				.withMessageContaining("4 messages");
			consumer.ackAll(held.subList(0, 3));
			assertThat(consumer.heldMessages()).isEqualTo(1);
			assertThat(consumer.receive(32, LONG, PATIENCE)).hasSizeBetween(1, 3);
		}
	}

	@Test
	void messagesOfACancelledReceiveAreGivenBack() {
		try (PopConsumer consumer = consumer()) {
			CompletableFuture<List<PoppedMessage>> cancelled = consumer.receiveAsync(32, LONG, PATIENCE);
			cancelled.cancel(false);
			String sent = send(1).get(0);
			assertThat(awaitMessage(consumer, LONG).messageId()).isEqualTo(sent);
			assertThat(consumer.heldMessages()).isEqualTo(1);
		}
	}

	@Test
	void acknowledgesWhatItCanAndSaysWhatItCannot() {
		send(8);
		try (PopConsumer consumer = consumer();
				RocketClient other = otherClient();
				PopConsumer stranger = other.newPopConsumer(
						PopConsumerOptions.builder(Names.group()).subscribe(this.topic, Filter.all()).build())) {
			PoppedMessage late = awaitMessage(consumer, Duration.ofSeconds(1));
			await().atMost(PATIENCE).until(() -> late.remainingInvisibleTime().isZero());
			PoppedMessage inTime = awaitMessage(consumer, LONG);
			assertThatExceptionOfType(LeaseExpiredException.class)
				.isThrownBy(() -> consumer.ackAll(List.of(late, inTime)));
			assertThat(inTime.isAcknowledged()).isTrue();
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> stranger.ack(inTime))
				.withMessageContaining("did not receive");
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> consumer.receive(33, LONG, WAIT))
				.withMessageContaining("33");
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> consumer.receive(1, Duration.ofMillis(10), WAIT))
				.withMessageContaining("invisibleTime");
		}
	}

	@Test
	void aGroupHasOneConsumerInAClient() {
		try (PopConsumer consumer = consumer()) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::consumer)
				.withMessageContaining(consumer.group());
		}
		consumer().close();
	}

	private static int drain(PopConsumer member, Map<String, AtomicInteger> received, int expected) {
		int share = 0;
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (received.size() < expected && System.nanoTime() < deadline) {
			List<PoppedMessage> messages = member.receive(8, LONG, WAIT);
			messages.forEach((message) -> count(received, message));
			member.ackAll(messages);
			share += messages.size();
		}
		return share;
	}

	private static void count(Map<String, AtomicInteger> received, PoppedMessage message) {
		received.computeIfAbsent(message.messageId(), (id) -> new AtomicInteger()).incrementAndGet();
	}

	private static int duplicates(Map<String, AtomicInteger> received) {
		return received.values().stream().mapToInt((count) -> count.get() - 1).sum();
	}

	private static PoppedMessage awaitMessage(PopConsumer consumer, Duration invisibleTime) {
		List<PoppedMessage> received = consumer.receive(1, invisibleTime, PATIENCE);
		assertThat(received).hasSize(1);
		return received.get(0);
	}

	private PopConsumer consumer() {
		return this.client.newPopConsumer(options().build());
	}

	private PopConsumerOptions.Builder options() {
		return PopConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST);
	}

	private RocketClient otherClient() {
		return RocketClient.builder().nameServers(server.nameServers()).build();
	}

	private List<String> send(int count) {
		return sendTo(this.topic, count);
	}

	private List<String> sendTo(String to, int count) {
		try (Producer producer = producer()) {
			List<String> ids = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				ids.add(producer.send(Message.builder(to).body("message " + i).build()).messageId());
			}
			assertThat(Set.copyOf(ids)).hasSize(count);
			return ids;
		}
	}

	private Producer producer() {
		return this.client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build());
	}

}
