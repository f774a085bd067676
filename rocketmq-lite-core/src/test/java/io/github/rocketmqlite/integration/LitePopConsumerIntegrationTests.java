package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.admin.GroupSettings;
import io.github.rocketmqlite.admin.MessageType;
import io.github.rocketmqlite.admin.TopicSettings;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.LitePopConsumer;
import io.github.rocketmqlite.consumer.LitePopConsumerOptions;
import io.github.rocketmqlite.consumer.LitePosition;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The pop consumer of lite topics and a real broker.
 */
@Timeout(180)
class LitePopConsumerIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration LONG = Duration.ofSeconds(120);

	/** More than the other tests need at the same time. */
	private static final int QUOTA = 20;

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
		.brokerProperty("enableLmq", "true")
		.brokerProperty("enableMultiDispatch", "true")
		.brokerProperty("liteEventCheckInterval", "1000")
		.brokerProperty("maxLiteSubscriptionCount", String.valueOf(QUOTA))
		.start();

	private final RocketClient client = client();

	private final RocketClient other = client();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final Producer producer = this.client
		.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build());

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void createTopic() {
		this.client.admin()
			.createTopic(TopicSettings.builder(this.topic).queues(4).messageType(MessageType.LITE).build());
		bind(Map.of());
	}

	@AfterEach
	void closeClients() {
		this.client.close();
		this.other.close();
	}

	@Test
	void receivesWhatIsSubscribedToInItsOrderAndWhenItIsAskedTo() {
		try (LitePopConsumer consumer = this.client.newLitePopConsumer(options().liteTopics("a").build())) {
			for (int i = 0; i < 5; i++) {
				send("a", "a" + i);
				send("b", "b" + i);
			}
			assertThat(acknowledged(consumer, 5)).containsExactly("a0", "a1", "a2", "a3", "a4");
			consumer.subscribeLite("b", LitePosition.offset(3));
			consumer.unsubscribeLite("a");
			assertThat(consumer.liteTopics()).containsExactly("b");
			assertThat(consumer.topic()).isEqualTo(this.topic);
			assertThat(acknowledged(consumer, 2)).containsExactly("b3", "b4");
			send("a", "late");
			send("b", "b5");
			assertThat(acknowledged(consumer, 1)).containsExactly("b5");
			assertThat(consumer.receive(1, LONG, Duration.ZERO)).isEmpty();
			assertThat(consumer.heldMessages()).isZero();
		}
	}

	@Test
	void aWaitingReceiveEndsWithTheFirstMessage() {
		try (LitePopConsumer consumer = this.client.newLitePopConsumer(options().build())) {
			CompletableFuture<List<PoppedMessage>> receive = consumer.receiveAsync(32, LONG, PATIENCE);
			consumer.subscribeLite("a");
			assertThat(receive).isNotDone();
			send("a", "a0");
			assertThat(receive).succeedsWithin(PATIENCE)
				.satisfies((messages) -> assertThat(messages).singleElement().satisfies((message) -> {
					assertThat(text(message)).isEqualTo("a0");
					assertThat(message.topic()).isEqualTo(this.topic);
					assertThat(message.liteTopic()).isEqualTo("a");
					assertThat(consumer.ackAsync(message)).succeedsWithin(PATIENCE);
					assertThat(message.isAcknowledged()).isTrue();
				}));
		}
	}

	@Test
	void whatIsNotAcknowledgedComesAgainInItsOrder() {
		store("a", "a0", "a1", "a2");
		try (LitePopConsumer consumer = this.client.newLitePopConsumer(options().build())) {
			consumer.subscribeLite("a", LitePosition.first());
			List<PoppedMessage> first = received(consumer, Duration.ofSeconds(4), 3);
			consumer.ack(first.get(0));
			// the broker hands out no more of the lite topic before the invisible time is
			// over
			List<PoppedMessage> again = received(consumer, LONG, 2);
			assertThat(again).extracting(LitePopConsumerIntegrationTests::text).containsExactly("a1", "a2");
			assertThat(again).extracting(ReceivedMessage::reconsumeTimes).containsExactly(1, 1);
			again.forEach((message) -> consumer.changeInvisibleTime(message, Duration.ZERO));
			List<PoppedMessage> atOnce = received(consumer, LONG, 2);
			assertThat(atOnce).extracting(LitePopConsumerIntegrationTests::text).containsExactly("a1", "a2");
			consumer.ackAll(atOnce);
			assertThat(atOnce).allMatch(PoppedMessage::isAcknowledged);
			assertThat(consumer.heldMessages()).isZero();
		}
	}

	@Test
	void aHeldMessageIsRenewedAndAHopelessOneIsADeadLetter() {
		store("a", "slow", "bad");
		try (LitePopConsumer consumer = this.client.newLitePopConsumer(options().renewal(true).build())) {
			consumer.subscribeLite("a", LitePosition.first());
			List<PoppedMessage> messages = received(consumer, Duration.ofSeconds(5), 2);
			AtomicReference<Duration> left = new AtomicReference<>(Duration.ofSeconds(5));
			await().atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(50))
				.until(() -> isMoreThan(messages.get(0).remainingInvisibleTime(), left));
			consumer.ack(messages.get(0));
			consumer.deadLetter(messages.get(1));
			await().atMost(PATIENCE).until(() -> server.messages("%DLQ%" + this.group).size() == 1);
			send("a", "next");
			assertThat(acknowledged(consumer, 1)).containsExactly("next");
		}
	}

	@Test
	void whatIsDeliveredTooOftenGoesToTheDeadLetterTopic() {
		store("a", "bad", "good");
		try (LitePopConsumer consumer = this.client.newLitePopConsumer(options().maxReconsumeTimes(1).build())) {
			consumer.subscribeLite("a", LitePosition.first());
			for (int i = 0; i < 2; i++) {
				PoppedMessage bad = consumer.receive(1, LONG, PATIENCE).get(0);
				assertThat(text(bad)).isEqualTo("bad");
				consumer.changeInvisibleTime(bad, Duration.ZERO);
			}
			assertThat(acknowledged(consumer, 1)).containsExactly("good");
			await().atMost(PATIENCE).until(() -> server.messages("%DLQ%" + this.group).size() == 1);
		}
	}

	@Test
	void closingLeavesTheMessagesTheirInvisibleTime() {
		store("a", "a0");
		LitePopConsumer leaving = this.client.newLitePopConsumer(options().build());
		leaving.subscribeLite("a", LitePosition.first());
		long begun = System.nanoTime();
		assertThat(received(leaving, Duration.ofSeconds(3), 1)).hasSize(1);
		CompletableFuture<List<PoppedMessage>> waiting = leaving.receiveAsync(1, LONG, PATIENCE);
		leaving.close();
		assertThat(waiting).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(ClientClosedException.class);
		try (LitePopConsumer staying = this.other.newLitePopConsumer(options().liteTopics("a").build())) {
			List<PoppedMessage> again = received(staying, LONG, 1);
			assertThat(again).extracting(LitePopConsumerIntegrationTests::text).containsExactly("a0");
			assertThat(again.get(0).reconsumeTimes()).isEqualTo(1);
			// brokers pop after the invisible time of the delivery before
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(2900));
			staying.ackAll(again);
		}
		// the group is free again
		this.client.newLitePopConsumer(options().build()).close();
	}

	@Test
	void holdsNoMoreMessagesThanAllowed() {
		store("a", "a0", "a1");
		try (LitePopConsumer consumer = this.client.newLitePopConsumer(options().maxHeldMessages(1).build())) {
			consumer.subscribeLite("a", LitePosition.first());
			PoppedMessage only = received(consumer, LONG, 1).get(0);
			assertThatExceptionOfType(BackPressureException.class)
				.isThrownBy(() -> consumer.receive(1, LONG, Duration.ZERO))
				.withMessageContaining(this.group);
			consumer.ack(only);
			assertThat(acknowledged(consumer, 1)).containsExactly("a1");
		}
	}

	@Test
	void anExclusiveLiteTopicGoesToTheLastOneToSubscribe() {
		bind(Map.of("lite.sub.model", "Exclusive"));
		List<String> lost = new CopyOnWriteArrayList<>();
		try (LitePopConsumer one = this.client.newLitePopConsumer(options().liteTopics("a")
			.liteTopicListener((parent, liteTopic) -> lost.add(parent + "/" + liteTopic))
			.build()); LitePopConsumer two = this.other.newLitePopConsumer(options().liteTopics("a").build())) {
			await().atMost(PATIENCE).until(() -> lost.contains(this.topic + "/a"));
			assertThat(one.liteTopics()).isEmpty();
			send("a", "a0");
			assertThat(acknowledged(two, 1)).containsExactly("a0");
		}
	}

	@Test
	void aWildcardGroupReadsAllLiteTopics() {
		bind(Map.of("lite.sub.wildcard", "true"));
		try (LitePopConsumer consumer = this.client.newLitePopConsumer(options().build())) {
			send("x", "x0");
			send("y", "y0");
			assertThat(acknowledged(consumer, 2)).contains("x0", "y0");
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> consumer.subscribeLite("x"))
				.withMessageContaining("lite topics [x]")
				.satisfies((ex) -> assertThat(ex.responseCode()).contains(ResponseCode.ILLEGAL_OPERATION));
		}
	}

	@Test
	void wrongTopicsAndGroupsAndQuotasAreRefused() {
		String plain = Names.topic();
		server.createTopic(plain, 1);
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> this.client.newLitePopConsumer(LitePopConsumerOptions.builder(this.group, plain).build()))
			.withMessageContaining(plain)
			.satisfies((ex) -> assertThat(ex.responseCode()).contains(ResponseCode.INVALID_PARAMETER));
		String unbound = Names.group();
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(
					() -> this.client.newLitePopConsumer(LitePopConsumerOptions.builder(unbound, this.topic).build()))
			.withMessageContaining("bind topic")
			.withMessageContaining(unbound);
		try (LitePopConsumer consumer = this.client.newLitePopConsumer(options().build())) {
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> {
				for (int i = 0; i <= QUOTA; i++) {
					consumer.subscribeLite("q" + i);
				}
			})
				.withMessageContaining("LITE_SUBSCRIPTION_QUOTA_EXCEEDED")
				.withMessageContaining("lite topics [q")
				.withMessageContaining(this.group);
		}
	}

	@Test
	void namesAreBareInANamespace() {
		try (RocketClient scoped = RocketClient.builder()
			.nameServers(server.nameServers())
			.naming(NamingOptions.builder().namespace("ns1").build())
			.build()) {
			scoped.admin()
				.createTopic(TopicSettings.builder(this.topic).queues(1).messageType(MessageType.LITE).build());
			scoped.admin().createGroup(GroupSettings.builder(this.group).liteBindTopic(this.topic).build());
			try (LitePopConsumer consumer = scoped.newLitePopConsumer(options().liteTopics("a").build())) {
				scoped.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())
					.send(Message.builder(this.topic).liteTopic("a").body("hello").build());
				List<PoppedMessage> messages = received(consumer, LONG, 1);
				assertThat(messages.get(0).topic()).isEqualTo(this.topic);
				consumer.ackAll(messages);
			}
		}
	}

	private static boolean isMoreThan(Duration now, AtomicReference<Duration> before) {
		return now.compareTo(before.getAndSet(now)) > 0;
	}

	private List<PoppedMessage> received(LitePopConsumer consumer, Duration invisibleTime, int count) {
		List<PoppedMessage> received = new ArrayList<>();
		await().atMost(PATIENCE).until(() -> {
			received.addAll(consumer.receive(count - received.size(), invisibleTime, Duration.ofSeconds(10)));
			return received.size() == count;
		});
		return received;
	}

	/** What comes until as many messages came; each is acknowledged. */
	private List<String> acknowledged(LitePopConsumer consumer, int count) {
		List<String> bodies = new ArrayList<>();
		await().atMost(PATIENCE).until(() -> {
			consumer.receive(32, LONG, Duration.ofSeconds(10)).forEach((message) -> {
				bodies.add(text(message));
				consumer.ack(message);
			});
			return bodies.size() >= count;
		});
		return bodies;
	}

	private void bind(Map<String, String> attributes) {
		GroupSettings.Builder settings = GroupSettings.builder(this.group).liteBindTopic(this.topic);
		attributes.forEach(settings::attribute);
		this.client.admin().createGroup(settings.build());
	}

	private LitePopConsumerOptions.Builder options() {
		return LitePopConsumerOptions.builder(this.group, this.topic);
	}

	private static RocketClient client() {
		return RocketClient.builder().nameServers(server.nameServers()).build();
	}

	private void send(String liteTopic, String body) {
		this.producer.send(Message.builder(this.topic).liteTopic(liteTopic).body(body).build());
	}

	/** Sends messages and waits until all of them are in their lite topic. */
	private void store(String liteTopic, String... bodies) {
		for (String body : bodies) {
			send(liteTopic, body);
		}
		await().atMost(PATIENCE)
			.until(() -> server.maxOffset("%LMQ%$" + this.topic + "$" + liteTopic, 0) == bodies.length);
	}

	private static String text(ReceivedMessage message) {
		return new String(message.body());
	}

}
