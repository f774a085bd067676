package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.admin.GroupSettings;
import io.github.rocketmqlite.admin.MessageType;
import io.github.rocketmqlite.admin.TopicSettings;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.LiteConsumer;
import io.github.rocketmqlite.consumer.LiteConsumerOptions;
import io.github.rocketmqlite.consumer.LitePosition;
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
 * Consumers of lite topics at a real broker.
 */
@Timeout(180)
class LiteConsumerIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

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

	/** What was handled with success, by lite topic. */
	private final Map<String, List<String>> handled = new ConcurrentHashMap<>();

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
	void messagesOfSubscribedLiteTopicsComeInTheirOrderAndThoseOfOthersDoNot() {
		try (LiteConsumer consumer = this.client.newLiteConsumer(options().liteTopics("a", "b").build(),
				this::handle)) {
			for (int i = 0; i < 50; i++) {
				send("a", "a" + i);
				send("b", "b" + i);
				send("c", "c" + i);
			}
			awaitHandled("a", 50);
			awaitHandled("b", 50);
			assertThat(this.handled.get("a")).containsExactlyElementsOf(numbered("a", 50));
			assertThat(this.handled.get("b")).containsExactlyElementsOf(numbered("b", 50));
			assertThat(this.handled).containsOnlyKeys("a", "b");
			assertThat(consumer.liteTopics()).containsExactlyInAnyOrder("a", "b");
			assertThat(consumer.topic()).isEqualTo(this.topic);
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
			// all is acknowledged: nothing comes to the next member
			consumer.unsubscribeLite("a");
			send("a", "late");
			send("b", "b50");
			awaitHandled("b", 51);
			assertThat(this.handled.get("a")).hasSize(50);
			assertThat(consumer.liteTopics()).containsExactly("b");
		}
	}

	@Test
	void aSubscriptionMayComeLaterAndSayWhereItBegins() {
		for (int i = 0; i < 5; i++) {
			send("a", "a" + i);
			send("b", "b" + i);
			send("c", "c" + i);
			send("d", "d" + i);
		}
		try (LiteConsumer consumer = this.client.newLiteConsumer(options().build(), this::handle)) {
			consumer.subscribeLite("a", LitePosition.first());
			consumer.subscribeLite("b", LitePosition.last());
			consumer.subscribeLite("c", LitePosition.offset(3));
			consumer.subscribeLite("d");
			awaitHandled("a", 5);
			awaitHandled("c", 2);
			// all of it is in the broker's memory
			awaitHandled("d", 5);
			assertThat(this.handled.get("c")).containsExactly("c3", "c4");
			send("b", "b5");
			awaitHandled("b", 1);
			assertThat(this.handled.get("b")).containsExactly("b5");
			consumer.subscribeLite("a", LitePosition.back(2));
			awaitHandled("a", 7);
			assertThat(this.handled.get("a")).containsExactly("a0", "a1", "a2", "a3", "a4", "a3", "a4");
		}
	}

	@Test
	void aFailedMessageIsTriedAgainInItsPlaceAndIsGivenUpAfterTheLastAttempt() {
		List<String> calls = new CopyOnWriteArrayList<>();
		List<String> dead = new CopyOnWriteArrayList<>();
		LiteConsumerOptions options = options().liteTopics("a")
			.maxReconsumeTimes(2)
			.retryDelay(Duration.ofMillis(100))
			.deadLetterListener((message) -> dead.add(text(message)))
			.build();
		try (LiteConsumer consumer = this.client.newLiteConsumer(options, (message) -> {
			calls.add(text(message) + "/" + message.reconsumeTimes());
			return text(message).equals("bad") ? ConsumeOutcome.RETRY : handle(message);
		})) {
			send("a", "first");
			send("a", "bad");
			send("a", "last");
			awaitHandled("a", 2);
			assertThat(calls).containsExactly("first/0", "bad/0", "bad/1", "bad/2", "last/0");
			await().atMost(PATIENCE).until(() -> dead.contains("bad"));
			await().atMost(PATIENCE).until(() -> server.messages("%DLQ%" + this.group).size() == 1);
			// the copy in the dead-letter topic is no message of the lite topic
			send("a", "end");
			awaitHandled("a", 3);
			assertThat(this.handled.get("a")).containsExactly("first", "last", "end");
			assertThat(server.maxOffset("%LMQ%$" + this.topic + "$a", 0)).isEqualTo(4);
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void whatOneMemberDoesNotFinishComesToAnother() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		LiteConsumer leaving = this.client
			.newLiteConsumer(options().liteTopics("a").drainTimeout(Duration.ofSeconds(30)).build(), (message) -> {
				begun.countDown();
				goOn.await();
				return handle(message);
			});
		for (int i = 0; i < 10; i++) {
			send("a", "a" + i);
		}
		begun.await();
		await().atMost(PATIENCE).until(() -> leaving.cachedMessages() > 0);
		Thread closing = new Thread(leaving::close);
		closing.start();
		try (LiteConsumer staying = this.other.newLiteConsumer(options().liteTopics("a").build(), this::handle)) {
			goOn.countDown();
			closing.join();
			awaitHandled("a", 10);
			assertThat(this.handled.get("a")).containsExactlyElementsOf(numbered("a", 10));
			assertThat(staying.liteTopics()).containsExactly("a");
		}
	}

	@Test
	void membersOfASharedGroupTakeTurns() {
		Map<String, AtomicInteger> byMember = new ConcurrentHashMap<>();
		try (LiteConsumer one = member(this.client, "one", byMember);
				LiteConsumer two = member(this.other, "two", byMember)) {
			int sent = 0;
			while (byMember.size() < 2 && sent < 200) {
				send("a", "a" + sent++);
				awaitHandled("a", sent);
			}
			assertThat(byMember).containsOnlyKeys("one", "two");
			assertThat(this.handled.get("a")).containsExactlyElementsOf(numbered("a", sent));
			assertThat(one.liteTopics()).isEqualTo(two.liteTopics());
		}
	}

	private LiteConsumer member(RocketClient its, String name, Map<String, AtomicInteger> byMember) {
		return its.newLiteConsumer(options().liteTopics("a").build(), (message) -> {
			byMember.computeIfAbsent(name, (first) -> new AtomicInteger()).incrementAndGet();
			return handle(message);
		});
	}

	@Test
	void anExclusiveLiteTopicGoesToTheLastOneToSubscribe() {
		bind(Map.of("lite.sub.model", "Exclusive"));
		List<String> lost = new CopyOnWriteArrayList<>();
		Map<String, AtomicInteger> byMember = new ConcurrentHashMap<>();
		LiteConsumerOptions options = options().liteTopics("a")
			.liteTopicListener((parent, liteTopic) -> lost.add(parent + "/" + liteTopic))
			.build();
		try (LiteConsumer one = this.client.newLiteConsumer(options, this::handle)) {
			send("a", "a0");
			awaitHandled("a", 1);
			// again, and with a position: it does not take it from itself
			one.subscribeLite("a");
			one.subscribeLite("a", LitePosition.last());
			try (LiteConsumer two = member(this.other, "two", byMember)) {
				await().atMost(PATIENCE).until(() -> lost.contains(this.topic + "/a"));
				assertThat(one.liteTopics()).isEmpty();
				assertThat(two.liteTopics()).containsExactly("a");
				for (int i = 1; i < 10; i++) {
					send("a", "a" + i);
				}
				awaitHandled("a", 10);
				assertThat(byMember.get("two")).hasValue(9);
				assertThat(lost).hasSize(1);
				one.subscribeLite("a");
				await().atMost(PATIENCE).until(() -> two.liteTopics().isEmpty());
			}
		}
	}

	@Test
	void aWildcardGroupReadsAllLiteTopics() {
		bind(Map.of("lite.sub.wildcard", "true"));
		try (LiteConsumer consumer = this.client.newLiteConsumer(options().build(), this::handle)) {
			send("x", "x0");
			send("y", "y0");
			awaitHandled("x", 1);
			awaitHandled("y", 1);
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> consumer.subscribeLite("x"))
				.satisfies((ex) -> assertThat(ex.responseCode()).contains(ResponseCode.ILLEGAL_OPERATION));
		}
	}

	@Test
	void wrongTopicsAndGroupsAreRefusedAtTheStart() {
		String plain = Names.topic();
		server.createTopic(plain, 1);
		assertThatExceptionOfType(BrokerException.class).isThrownBy(
				() -> this.client.newLiteConsumer(LiteConsumerOptions.builder(this.group, plain).build(), this::handle))
			.satisfies((ex) -> assertThat(ex.responseCode()).contains(ResponseCode.INVALID_PARAMETER));
		String unbound = Names.group();
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> this.client.newLiteConsumer(LiteConsumerOptions.builder(unbound, this.topic).build(),
					this::handle))
			.withMessageContaining("bind topic");
		// nothing is left behind
		this.client.newLiteConsumer(options().build(), this::handle).close();
	}

	@Test
	void aBrokerThatHasAsManySubscriptionsAsItAllowsSaysSo() {
		try (LiteConsumer consumer = this.client.newLiteConsumer(options().build(), this::handle)) {
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> {
				for (int i = 0; i <= QUOTA; i++) {
					consumer.subscribeLite("q" + i);
				}
			})
				.withMessageContaining("LITE_SUBSCRIPTION_QUOTA_EXCEEDED")
				.satisfies(
						(ex) -> assertThat(ex.responseCode()).contains(ResponseCode.LITE_SUBSCRIPTION_QUOTA_EXCEEDED));
			assertThat(consumer.liteTopics()).isNotEmpty().hasSizeLessThanOrEqualTo(QUOTA);
			consumer.unsubscribeLite("q0");
			consumer.subscribeLite("other");
			send("other", "o0");
			awaitHandled("other", 1);
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
			assertThat(scoped.admin().groupSettings(this.group).values()).first()
				.satisfies(
						(settings) -> assertThat(settings.attributes()).containsEntry("lite.bind.topic", this.topic));
			List<String> topics = new CopyOnWriteArrayList<>();
			try (LiteConsumer consumer = scoped.newLiteConsumer(options().liteTopics("a").build(), (message) -> {
				topics.add(message.topic() + "/" + message.liteTopic());
				return handle(message);
			})) {
				scoped.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())
					.send(Message.builder(this.topic).liteTopic("a").body("hello").build());
				awaitHandled("a", 1);
				assertThat(topics).containsExactly(this.topic + "/a");
				await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
			}
		}
	}

	private void bind(Map<String, String> attributes) {
		GroupSettings.Builder settings = GroupSettings.builder(this.group).liteBindTopic(this.topic);
		attributes.forEach(settings::attribute);
		this.client.admin().createGroup(settings.build());
	}

	private LiteConsumerOptions.Builder options() {
		return LiteConsumerOptions.builder(this.group, this.topic);
	}

	private static RocketClient client() {
		return RocketClient.builder().nameServers(server.nameServers()).build();
	}

	private void send(String liteTopic, String body) {
		this.producer.send(Message.builder(this.topic).liteTopic(liteTopic).body(body).build());
	}

	private ConsumeOutcome handle(ReceivedMessage message) {
		this.handled.computeIfAbsent(String.valueOf(message.liteTopic()), (first) -> new CopyOnWriteArrayList<>())
			.add(text(message));
		return ConsumeOutcome.SUCCESS;
	}

	private static String text(ReceivedMessage message) {
		return new String(message.body());
	}

	private void awaitHandled(String liteTopic, int count) {
		await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.untilAsserted(() -> assertThat(this.handled.getOrDefault(liteTopic, List.of()))
				.hasSizeGreaterThanOrEqualTo(count));
	}

	private static List<String> numbered(String prefix, int count) {
		List<String> numbered = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			numbered.add(prefix + i);
		}
		return numbered;
	}

}
