package io.github.rocketmqlite.compat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.client.ClientOptions.HeaderFormat;
import io.github.rocketmqlite.client.ClientStatus;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.ReleasedServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the client promises holds with the name server and the broker of every release
 * line from 4.9 on. Delays of retries are one second each.
 */
@ParameterizedClass
@MethodSource("releases")
@Timeout(120)
class OlderBrokersIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static ReleasedServers servers;

	private final String topic = "orders-" + NAMES.incrementAndGet();

	private final String group = "billing-" + NAMES.incrementAndGet();

	private final Queue<ReceivedMessage> received = new ConcurrentLinkedQueue<>();

	@Parameter
	private Release release;

	static List<Release> releases() {
		return Release.all().toList();
	}

	@BeforeParameterizedClassInvocation
	static void startServers(Release release) {
		servers = ReleasedServers.builder(release.classPath()).start();
	}

	@AfterParameterizedClassInvocation
	static void stopServers() {
		if (servers != null) {
			servers.close();
		}
	}

	@Test
	void theBrokerIsOfTheReleaseThatIsMeant() {
		assertThat(servers.brokerVersion()).isEqualTo(this.release.version());
	}

	@Test
	void statusNamesTheServersThatAnswer() throws Exception {
		try (RocketClient client = client(HeaderFormat.BINARY); Producer producer = producer(client)) {
			producer.send(Message.builder(this.topic).body("makes the broker known").build());
			ClientStatus status = client.status(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
			assertThat(status.isUsable()).isTrue();
			assertThat(status.nameServers()).singleElement().satisfies((nameServer) -> {
				assertThat(nameServer.address()).isEqualTo(servers.nameServers());
				assertThat(nameServer.problem()).isEmpty();
			});
			assertThat(status.brokers()).singleElement().satisfies((broker) -> {
				assertThat(broker.address()).isEqualTo(servers.brokerAddress());
				assertThat(broker.problem()).isEmpty();
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void whateverIsSentToACreatedTopicArrives(HeaderFormat format) throws Exception {
		servers.createTopic(this.topic, 3);
		try (RocketClient client = client(format)) {
			sendInEveryWay(client);
			consumeInEveryWaySent(client, 3);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whateverIsSentToATopicThatTheBrokerCreatesArrives(HeaderFormat format) throws Exception {
		try (RocketClient client = client(format)) {
			sendInEveryWay(client);
			consumeInEveryWaySent(client, 4);
		}
	}

	private void sendInEveryWay(RocketClient client) throws Exception {
		try (Producer producer = producer(client)) {
			SendResult sent = producer.send(message("sync"));
			assertThat(sent.status()).isEqualTo(SendStatus.SEND_OK);
			assertThat(sent.queue().topic()).isEqualTo(this.topic);
			SendResult later = producer.sendAsync(message("async")).get(10, TimeUnit.SECONDS);
			assertThat(later.status()).isEqualTo(SendStatus.SEND_OK);
			assertThat(later.messageId()).isNotEqualTo(sent.messageId());
			producer.sendOneway(message("one-way"));
		}
	}

	private Message message(String body) {
		return Message.builder(this.topic)
			.tag("created")
			.key("order-1")
			.key("größe")
			.property("region", "中文 🚀")
			.flag(7)
			.body(body)
			.build();
	}

	private void consumeInEveryWaySent(RocketClient client, int queues) {
		try (PushConsumer consumer = consumer(client, Filter.all(), this::succeed)) {
			await().atMost(PATIENCE).until(() -> this.received.size() >= 3);
			assertThat(this.received).extracting(OlderBrokersIntegrationTests::body)
				.containsExactlyInAnyOrder("sync", "async", "one-way");
			assertThat(this.received).allSatisfy((message) -> {
				assertThat(message.topic()).isEqualTo(this.topic);
				assertThat(message.tag()).isEqualTo("created");
				assertThat(message.keys()).containsExactly("order-1", "größe");
				assertThat(message.property("region")).isEqualTo("中文 🚀");
				assertThat(message.flag()).isEqualTo(7);
				assertThat(message.reconsumeTimes()).isZero();
			});
			assertThat(owned(consumer)).isEqualTo(queues);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aGroupGoesOnWhereItStoppedAndReceivesOnlyItsTags(HeaderFormat format) {
		servers.createTopic(this.topic, 2);
		Filter wanted = Filter.tags("created", "paid");
		try (RocketClient client = client(format); Producer producer = producer(client)) {
			try (PushConsumer first = consumer(client, wanted, this::succeed)) {
				sendTagged(producer, "created", "cancelled", "paid");
				await().atMost(PATIENCE).until(() -> this.received.size() == 2);
				assertThat(first.isPaused()).isFalse();
			}
			sendTagged(producer, "paid", "cancelled", "created", "last");
			try (PushConsumer second = consumer(client, Filter.tags("created", "paid", "last"), this::succeed)) {
				await().atMost(PATIENCE)
					.until(() -> this.received.stream().anyMatch((message) -> "last".equals(message.tag())));
				await().atMost(PATIENCE).until(() -> this.received.size() >= 5);
				assertThat(second.isPaused()).isFalse();
			}
		}
		assertThat(this.received).extracting(ReceivedMessage::tag)
			.containsExactlyInAnyOrder("created", "paid", "paid", "created", "last");
	}

	private void sendTagged(Producer producer, String... tags) {
		for (String tag : tags) {
			producer.send(Message.builder(this.topic).tag(tag).body("tagged " + tag).build());
		}
	}

	@ParameterizedTest
	@EnumSource
	void aMessageThatKeepsFailingIsRetriedAndThenADeadLetter(HeaderFormat format) {
		servers.createTopic(this.topic, 1);
		Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
		Queue<String> topics = new ConcurrentLinkedQueue<>();
		MessageListener failing = (message) -> {
			attempts.add(message.reconsumeTimes());
			topics.add(message.topic());
			throw new IllegalStateException("thrown by a test");
		};
		try (RocketClient client = client(format);
				Producer producer = producer(client);
				PushConsumer consumer = consumer(client, Filter.all(), failing);
				PushConsumer deadLetters = client
					.newPushConsumer(PushConsumerOptions.builder("undertaker-" + this.group)
						.subscribe("%DLQ%" + this.group, Filter.all())
						.startPosition(StartPosition.FIRST)
						.build(), this::succeed)) {
			SendResult sent = producer.send(message("poison"));
			await().atMost(PATIENCE).until(() -> !this.received.isEmpty());
			assertThat(attempts).containsExactly(0, 1);
			assertThat(topics).containsOnly(this.topic);
			ReceivedMessage dead = this.received.element();
			assertThat(body(dead)).isEqualTo("poison");
			assertThat(dead.messageId()).isEqualTo(sent.messageId());
			assertThat(dead.keys()).containsExactly("order-1", "größe");
			assertThat(consumer.isPaused()).isEqualTo(deadLetters.isPaused()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aMemberThatJoinsTakesHalfOfTheQueuesAndReturnsThem(HeaderFormat format) {
		servers.createTopic(this.topic, 8);
		Set<String> permanentReceived = ConcurrentHashMap.newKeySet();
		try (RocketClient client = client(format);
				RocketClient other = client(format);
				Producer producer = producer(client);
				PushConsumer permanent = consumer(client, Filter.all(), (message) -> {
					permanentReceived.add(message.messageId());
					return succeed(message);
				})) {
			await().atMost(PATIENCE).until(() -> owned(permanent) == 8);
			try (PushConsumer guest = consumer(other, Filter.all(), this::succeed)) {
				await().atMost(PATIENCE).until(() -> owned(guest) == 4 && owned(permanent) == 4);
				send(producer, 40);
				await().atMost(PATIENCE).until(() -> this.received.size() >= 40);
				assertThat(permanentReceived).hasSizeBetween(1, 39);
			}
			await().atMost(PATIENCE).until(() -> owned(permanent) == 8);
			send(producer, 40);
			await().atMost(PATIENCE).until(() -> this.received.size() >= 80);
			assertThat(this.received).extracting(ReceivedMessage::messageId).doesNotHaveDuplicates().hasSize(80);
		}
	}

	private void send(Producer producer, int messages) {
		IntStream.range(0, messages).forEach((number) -> producer.send(message("message " + number)));
	}

	private ConsumeOutcome succeed(ReceivedMessage message) {
		this.received.add(message);
		return ConsumeOutcome.SUCCESS;
	}

	private long owned(PushConsumer consumer) {
		return consumer.assignment().stream().filter((queue) -> queue.topic().equals(this.topic)).count();
	}

	private static String body(ReceivedMessage message) {
		return new String(message.body(), StandardCharsets.UTF_8);
	}

	private RocketClient client(HeaderFormat format) {
		return RocketClient.builder()
			.nameServers(servers.nameServers())
			.headerFormat(format)
			.routeRefreshInterval(Duration.ofSeconds(1))
			.rebalanceInterval(Duration.ofSeconds(1))
			.build();
	}

	private Producer producer(RocketClient client) {
		return client.newProducer(ProducerOptions.builder("producer-" + this.group).build());
	}

	private PushConsumer consumer(RocketClient client, Filter filter, MessageListener listener) {
		return client.newPushConsumer(PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, filter)
			.startPosition(StartPosition.FIRST)
			.maxReconsumeTimes(1)
			.build(), listener);
	}

}
