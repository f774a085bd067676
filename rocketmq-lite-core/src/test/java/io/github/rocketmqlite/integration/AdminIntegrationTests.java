package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.admin.Admin;
import io.github.rocketmqlite.admin.ConsumerLag;
import io.github.rocketmqlite.admin.GroupSettings;
import io.github.rocketmqlite.admin.MessageQuery;
import io.github.rocketmqlite.admin.MessageQueryResult;
import io.github.rocketmqlite.admin.MessageType;
import io.github.rocketmqlite.admin.OffsetBoundary;
import io.github.rocketmqlite.admin.Permission;
import io.github.rocketmqlite.admin.TopicBroker;
import io.github.rocketmqlite.admin.TopicDescription;
import io.github.rocketmqlite.admin.TopicSettings;
import io.github.rocketmqlite.admin.TopicStats;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The administration of a real broker, beside the official client where it has the same
 * questions.
 */
class AdminIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final RocketClient client = RocketClient.builder()
		.nameServers(this.server.nameServers())
		.requestTimeout(Duration.ofSeconds(20))
		.build();

	private final Admin admin = this.client.admin().withTimeout(Duration.ofSeconds(30));

	private final String topic = Names.topic();

	private final String group = Names.group();

	@AfterEach
	void close() {
		this.client.close();
	}

	@Test
	void topicsAreCreatedChangedListedAndDeleted() {
		assertThatExceptionOfType(RouteNotFoundException.class).isThrownBy(() -> this.admin.describeTopic(this.topic))
			.withMessageContaining(this.topic);
		this.admin.createTopic(TopicSettings.builder(this.topic).queues(3).messageType(MessageType.FIFO).build());
		await().atMost(PATIENCE).until(() -> this.admin.topics().contains(this.topic));
		TopicDescription created = this.admin.describeTopic(this.topic);
		assertThat(created.publishQueues()).containsExactly(queue(0), queue(1), queue(2));
		assertThat(created.subscribeQueues()).isEqualTo(created.publishQueues());
		assertThat(created.brokers())
			.containsExactly(new TopicBroker(this.server.brokerName(), 3, 3, Permission.READ_WRITE));
		this.admin.createTopic(
				TopicSettings.builder(this.topic).readQueues(3).writeQueues(1).permission(Permission.READ).build());
		await().atMost(PATIENCE)
			.until(() -> this.admin.describeTopic(this.topic).brokers().get(0).permission() == Permission.READ);
		TopicDescription changed = this.admin.describeTopic(this.topic);
		assertThat(changed.publishQueues()).isEmpty();
		assertThat(changed.subscribeQueues()).hasSize(3);
		assertThat(changed.brokers().get(0).writeQueues()).isEqualTo(1);
		this.admin.deleteTopic(this.topic);
		this.admin.deleteTopic(this.topic);
		await().atMost(PATIENCE).until(() -> !this.admin.topics().contains(this.topic));
		assertThatExceptionOfType(RouteNotFoundException.class).isThrownBy(() -> this.admin.describeTopic(this.topic));
	}

	@Test
	void badTopicsAndClustersAreNamed() {
		assertThatExceptionOfType(RouteNotFoundException.class)
			.isThrownBy(() -> this.admin.createTopic(TopicSettings.builder(this.topic).cluster("nowhere").build()))
			.withMessageContaining("'nowhere'");
		assertThatExceptionOfType(io.github.rocketmqlite.InvalidMessageException.class)
			.isThrownBy(() -> this.admin.createTopic(TopicSettings.builder("bad topic").build()))
			.withMessageContaining("bad topic");
		assertThatExceptionOfType(io.github.rocketmqlite.admin.AdminException.class)
			.isThrownBy(() -> this.admin.createTopic(TopicSettings.builder("SCHEDULE_TOPIC_XXXX").build()))
			.satisfies((failure) -> assertThat(failure.failures()).containsOnlyKeys(this.server.brokerName()))
			.withMessageContaining(this.server.brokerName());
		assertThatIllegalArgumentException().isThrownBy(() -> TopicSettings.builder(this.topic).queues(0).build())
			.withMessageContaining("readQueues");
		assertThatIllegalArgumentException().isThrownBy(() -> this.admin.withTimeout(Duration.ZERO))
			.withMessageContaining("timeout");
	}

	@Test
	void theClusterShowsItsBrokers() {
		assertThat(this.admin.clusterInfo().brokers()).singleElement().satisfies((broker) -> {
			assertThat(broker.name()).isEqualTo(this.server.brokerName());
			assertThat(broker.masterAddress()).isEqualTo(this.server.brokerAddress());
			assertThat(this.admin.clusterInfo().clusters()).containsOnlyKeys(broker.cluster());
		});
	}

	@Test
	void offsetsOfQueuesAndTopics() {
		this.server.createTopic(this.topic, 1);
		assertThat(this.admin.earliestStoreTime(queue(0))).isEmpty();
		assertThat(this.admin.topicStats(this.topic).messages()).isZero();
		List<ReceivedMessage> stored = storedOf(send("a", "b", "c"));
		assertThat(this.admin.minOffset(queue(0))).isZero();
		assertThat(this.admin.maxOffset(queue(0))).isEqualTo(3);
		TopicStats stats = this.admin.topicStats(this.topic);
		assertThat(stats.queues().get(queue(0)).maxOffset()).isEqualTo(3);
		assertThat(stats.queues().get(queue(0)).lastStored()).isEqualTo(stored.get(2).storeTime());
		assertThat(stats.messages()).isEqualTo(3);
		assertThat(stats.failures()).isEmpty();
		assertThat(this.admin.earliestStoreTime(queue(0))).contains(stored.get(0).storeTime());
		Instant past = stored.get(0).storeTime().minusSeconds(60);
		Instant future = stored.get(2).storeTime().plusSeconds(60);
		assertThat(this.admin.searchOffset(queue(0), past, OffsetBoundary.LOWER)).isZero();
		assertThat(this.admin.searchOffset(queue(0), future, OffsetBoundary.LOWER)).isEqualTo(3);
		assertThat(this.admin.searchOffset(queue(0), future, OffsetBoundary.UPPER)).isBetween(2L, 3L);
		long atLast = this.admin.searchOffset(queue(0), stored.get(2).storeTime(), OffsetBoundary.UPPER);
		assertThat(stored.get((int) atLast).storeTime()).isEqualTo(stored.get(2).storeTime());
		assertThatExceptionOfType(RouteNotFoundException.class).isThrownBy(() -> this.admin.maxOffset(queue(7)))
			.withMessageContaining(queue(7).toString());
	}

	@Test
	void messagesAreFoundByPlaceIdAndKey() {
		this.server.createTopic(this.topic, 2);
		Instant before = Instant.now().minusSeconds(60);
		List<SendResult> sent = send("first", "second", "third");
		SendResult second = sent.get(1);
		await().atMost(PATIENCE).until(() -> this.admin.viewMessage(this.topic, second.offsetMessageId()).isPresent());
		ReceivedMessage viewed = this.admin.viewMessage(this.topic, second.offsetMessageId()).orElseThrow();
		assertThat(viewed.messageId()).isEqualTo(second.messageId());
		assertThat(text(viewed)).isEqualTo("second");
		assertThat(this.admin.viewMessage(this.topic, elsewhere(second.offsetMessageId()))).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> this.admin.viewMessage(this.topic, "xyz"))
			.withMessageContaining("xyz");
		MessageQuery byId = MessageQuery.byMessageId(this.topic, second.messageId());
		await().atMost(PATIENCE).until(() -> !this.admin.queryMessages(byId).messages().isEmpty());
		assertThat(this.admin.queryMessages(byId).messages()).singleElement()
			.satisfies((found) -> assertThat(found.offsetMessageId()).isEqualTo(second.offsetMessageId()));
		MessageQuery byKey = MessageQuery.byKey(this.topic, "all");
		await().atMost(PATIENCE).until(() -> this.admin.queryMessages(byKey).messages().size() == 3);
		assertThat(this.admin.queryMessages(byKey).messages()).extracting(AdminIntegrationTests::text)
			.containsExactlyInAnyOrder("first", "second", "third");
		assertThat(this.admin.queryMessages(byKey.limitedTo(2)).messages()).hasSize(2);
		assertThat(this.admin.queryMessages(byKey.between(before, Instant.now().plusSeconds(60))).messages())
			.hasSize(3);
		assertThat(this.admin.queryMessages(byKey.between(before.minusSeconds(60), before)).messages()).isEmpty();
		assertThat(this.admin.queryMessages(MessageQuery.byKey(this.topic, "none")).messages()).isEmpty();
	}

	@Test
	void messagesAreFoundByTag() {
		this.server.createTopic(this.topic, 2);
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			for (int i = 0; i < 6; i++) {
				producer.send(Message.builder(this.topic)
					.tag((i % 2 == 0) ? "even" : "odd")
					.key("even")
					.body("m" + i)
					.build());
			}
		}
		MessageQuery even = MessageQuery.byTag(this.topic, "even");
		await().atMost(PATIENCE).until(() -> this.admin.queryMessages(even).messages().size() == 3);
		assertThat(this.admin.queryMessages(even).messages()).extracting(AdminIntegrationTests::text)
			.containsExactlyInAnyOrder("m0", "m2", "m4");
		assertThat(this.admin.queryMessages(MessageQuery.byTag(this.topic, "none")).messages()).isEmpty();
		assertThat(this.admin.queryMessages(even.between(Instant.EPOCH, Instant.EPOCH.plusSeconds(1))).messages())
			.isEmpty();
	}

	@Test
	void aBrokerThatDoesNotPageIsNamed() {
		this.server.createTopic(this.topic, 1);
		send("1", "2", "3");
		MessageQuery all = MessageQuery.byKey(this.topic, "all");
		await().atMost(PATIENCE).until(() -> this.admin.queryMessages(all).messages().size() == 3);
		assertThat(this.admin.queryMessages(all).next()).isEmpty();
		MessageQueryResult first = this.admin.queryMessages(all.limitedTo(2));
		assertThat(first.messages()).hasSize(2);
		MessageQueryResult second = this.admin.queryMessages(first.next().orElseThrow());
		assertThat(second.messages()).isEmpty();
		assertThat(second.failures()).containsOnlyKeys(this.server.brokerName());
		assertThat(second.next()).isEmpty();
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			producer.send(Message.builder(this.topic).key("a@b").body("4").build());
		}
		MessageQuery unreadable = MessageQuery.byKey(this.topic, "a@b").limitedTo(1);
		await().atMost(PATIENCE).until(() -> !this.admin.queryMessages(unreadable).messages().isEmpty());
		assertThat(this.admin.queryMessages(unreadable).next()).isEmpty();
		assertThat(this.admin.queryMessages(unreadable).failures()).containsOnlyKeys(this.server.brokerName());
	}

	@Test
	void messagesAreFoundPageByPageWhereTheIndexIsInRocksDb() {
		try (EmbeddedRocketMQServer indexed = EmbeddedRocketMQServer.builder()
			.brokerProperty("indexRocksDBEnable", "true")
			.brokerProperty("indexFileReadEnable", "false")
			.start();
				RocketClient plain = RocketClient.builder().nameServers(indexed.nameServers()).build();
				RocketClient scoped = RocketClient.builder()
					.nameServers(indexed.nameServers())
					.naming(NamingOptions.builder().namespace("red").build())
					.build()) {
			for (RocketClient each : List.of(plain, scoped)) {
				indexed.createTopic(((each == scoped) ? "red%" : "") + this.topic, 2);
				List<String> sent = new ArrayList<>();
				try (Producer producer = each
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
					for (int i = 0; i < 25; i++) {
						Message message = Message.builder(this.topic).tag("t").key("all").body("m" + i).build();
						sent.add(producer.send(message).messageId());
					}
				}
				for (MessageQuery query : List.of(MessageQuery.byKey(this.topic, "all"),
						MessageQuery.byTag(this.topic, "t"))) {
					Admin asked = each.admin().withTimeout(PATIENCE);
					// these brokers do not look beyond some days
					MessageQuery recent = query.between(Instant.now().minusSeconds(3600),
							Instant.now().plusSeconds(60));
					await().atMost(PATIENCE).until(() -> asked.queryMessages(recent).messages().size() == 25);
					List<String> found = new ArrayList<>();
					MessageQuery next = recent.limitedTo(10);
					while (next != null) {
						MessageQueryResult page = asked.queryMessages(next);
						assertThat(page.failures()).isEmpty();
						page.messages().forEach((message) -> found.add(message.messageId()));
						next = page.next().orElse(null);
					}
					assertThat(found).containsExactlyInAnyOrderElementsOf(sent);
				}
			}
		}
	}

	/** The same place at a broker that is none. */
	private static String elsewhere(String offsetMessageId) {
		return offsetMessageId.substring(0, 8) + "00000001" + offsetMessageId.substring(16);
	}

	@Test
	@SuppressWarnings("deprecation") // its producer calls these questions out of place
	void theOfficialClientFindsTheSame() throws Exception {
		this.server.createTopic(this.topic, 1);
		SendResult sent = send("hello").get(0);
		MessageQuery byId = MessageQuery.byMessageId(this.topic, sent.messageId());
		await().atMost(PATIENCE).until(() -> !this.admin.queryMessages(byId).messages().isEmpty());
		ReceivedMessage ours = this.admin.queryMessages(byId).messages().get(0);
		DefaultMQProducer official = new DefaultMQProducer(Names.group());
		official.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(official);
		official.start();
		try {
			MessageExt theirs = official.viewMessage(this.topic, sent.messageId());
			assertThat(ours.body()).isEqualTo(theirs.getBody());
			assertThat(ours.properties()).isEqualTo(theirs.getProperties());
			assertThat(ours.storeTime().toEpochMilli()).isEqualTo(theirs.getStoreTimestamp());
			assertThat(ours.queueOffset()).isEqualTo(theirs.getQueueOffset());
			org.apache.rocketmq.common.message.MessageQueue queue = official.fetchPublishMessageQueues(this.topic)
				.get(0);
			assertThat(this.admin.maxOffset(queue(0))).isEqualTo(official.maxOffset(queue));
			assertThat(this.admin.minOffset(queue(0))).isEqualTo(official.minOffset(queue));
			assertThat(this.admin.earliestStoreTime(queue(0)).orElseThrow().toEpochMilli())
				.isEqualTo(official.earliestMsgStoreTime(queue));
			official.createTopic("TBW102", this.topic, 4, Map.of());
			await().atMost(PATIENCE).until(() -> this.admin.describeTopic(this.topic).publishQueues().size() == 4);
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@Test
	void groupsAreCreatedReadAndDeleted() {
		GroupSettings settings = GroupSettings.builder(this.group).maxRetries(3).broadcastEnabled(false).build();
		this.admin.createGroup(settings);
		assertThat(this.admin.groupSettings(this.group)).containsOnly(Map.entry(this.server.brokerName(), settings));
		GroupSettings changed = settings.toBuilder().consumeEnabled(false).retryQueues(2).build();
		this.admin.createGroup(changed);
		assertThat(this.admin.groupSettings(this.group)).containsOnly(Map.entry(this.server.brokerName(), changed));
		this.admin.deleteGroup(this.group, true);
		// this broker creates a group that is asked for with settings of its own
		assertThat(this.admin.groupSettings(this.group))
			.containsOnly(Map.entry(this.server.brokerName(), GroupSettings.builder(this.group).build()));
	}

	@Test
	void lagMembersAndResetOfAGroup() {
		this.server.createTopic(this.topic, 1);
		List<SendResult> sent = send("1", "2", "3", "4");
		try (PushConsumer consumer = consumer(this.client)) {
			await().atMost(PATIENCE).until(() -> this.server.consumerOffset(this.group, this.topic, 0) == 4);
			assertThat(this.admin.consumerConnections(this.group)).satisfies((connections) -> {
				assertThat(connections.members()).singleElement()
					.satisfies((member) -> assertThat(member.clientId()).isEqualTo(this.client.options().clientId()));
				assertThat(connections.subscriptions()).containsEntry(this.topic, "*");
				assertThat(connections.failures()).isEmpty();
			});
			assertThat(this.admin.lag(this.group, this.topic).total()).isZero();
			assertThat(consumer.group()).isEqualTo(this.group);
		}
		await().atMost(PATIENCE).until(() -> this.admin.consumerConnections(this.group).members().isEmpty());
		sent.addAll(send("5", "6"));
		List<ReceivedMessage> stored = storedOf(sent);
		ConsumerLag lag = this.admin.lag(this.group, this.topic);
		assertThat(lag.total()).isEqualTo(2);
		assertThat(lag.queues().get(queue(0)).committedOffset()).isEqualTo(4);
		assertThat(lag.queues().get(queue(0)).lastConsumed()).isEqualTo(stored.get(3).storeTime());
		assertThat(this.admin.lag(this.group).byTopic()).containsEntry(this.topic, 2L)
			.containsEntry("%RETRY%" + this.group, 0L);
		Instant beginning = stored.get(0).storeTime();
		assertThat(this.admin.resetOffsets(this.group, this.topic, beginning)).containsOnly(Map.entry(queue(0), 0L));
		await().atMost(PATIENCE).until(() -> this.admin.lag(this.group, this.topic).total() == 6);
		assertThat(this.admin.resetOffsetsToEnd(this.group, this.topic)).containsOnly(Map.entry(queue(0), 6L));
		await().atMost(PATIENCE).until(() -> this.admin.lag(this.group, this.topic).total() == 0);
	}

	@Test
	void namesAreBareInANamespace() {
		NamingOptions naming = NamingOptions.builder().namespace("red").build();
		try (RocketClient red = RocketClient.builder().nameServers(this.server.nameServers()).naming(naming).build()) {
			Admin redAdmin = red.admin().withTimeout(Duration.ofSeconds(30));
			redAdmin.createTopic(TopicSettings.builder(this.topic).queues(1).build());
			redAdmin.createGroup(GroupSettings.builder(this.group).maxRetries(7).build());
			await().atMost(PATIENCE).until(() -> redAdmin.topics().contains(this.topic));
			assertThat(this.admin.topics()).contains("red%" + this.topic).doesNotContain(this.topic);
			assertThat(redAdmin.topics()).noneMatch((name) -> name.contains("red%") || name.equals("TBW102"));
			assertThat(redAdmin.groupSettings(this.group).values()).extracting(GroupSettings::group)
				.containsExactly(this.group);
			assertThat(retriesOf("red%" + this.group)).isEqualTo(7);
			SendResult sent = send(red, "hello");
			await().atMost(PATIENCE)
				.until(() -> redAdmin.queryMessages(MessageQuery.byKey(this.topic, "all")).messages().size() == 1);
			ReceivedMessage found = redAdmin.viewMessage(this.topic, sent.offsetMessageId()).orElseThrow();
			assertThat(found.topic()).isEqualTo(this.topic);
			assertThat(found.queue()).isEqualTo(queue(0));
			assertThat(redAdmin.topicStats(this.topic).queues()).containsOnlyKeys(queue(0));
			try (PushConsumer consumer = consumer(red)) {
				await().atMost(PATIENCE)
					.until(() -> redAdmin.lag(this.group).queues().containsKey(queue(0))
							&& redAdmin.lag(this.group).total() == 0);
				assertThat(redAdmin.consumerConnections(this.group).subscriptions()).containsKey(this.topic);
				assertThat(consumer.group()).isEqualTo(this.group);
			}
			assertThat(redAdmin.resetOffsets(this.group, this.topic, Instant.EPOCH)).containsOnlyKeys(queue(0));
			redAdmin.deleteGroup(this.group, true);
			assertThat(retriesOf("red%" + this.group)).isEqualTo(16);
			redAdmin.deleteTopic(this.topic);
			await().atMost(PATIENCE).until(() -> !this.admin.topics().contains("red%" + this.topic));
		}
	}

	private int retriesOf(String name) {
		return this.admin.groupSettings(name).get(this.server.brokerName()).maxRetries();
	}

	private List<ReceivedMessage> storedOf(List<SendResult> sent) {
		List<ReceivedMessage> stored = new ArrayList<>();
		for (SendResult result : sent) {
			await().atMost(PATIENCE)
				.until(() -> this.admin.viewMessage(this.topic, result.offsetMessageId()).isPresent());
			stored.add(this.admin.viewMessage(this.topic, result.offsetMessageId()).orElseThrow());
		}
		await().atMost(PATIENCE).until(() -> this.admin.topicStats(this.topic).messages() >= sent.size());
		return stored;
	}

	private List<SendResult> send(String... bodies) {
		List<SendResult> sent = new ArrayList<>();
		for (String body : bodies) {
			sent.add(send(this.client, body));
		}
		return sent;
	}

	private SendResult send(RocketClient sender, String body) {
		try (Producer producer = sender
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			return producer.send(Message.builder(this.topic).key("all").key("key-" + body).body(body).build());
		}
	}

	private PushConsumer consumer(RocketClient receiver) {
		return receiver.newPushConsumer(PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.build(), (message) -> ConsumeOutcome.SUCCESS);
	}

	private MessageQueue queue(int id) {
		return new MessageQueue(this.topic, this.server.brokerName(), id);
	}

	private static String text(ReceivedMessage message) {
		return new String(message.body(), StandardCharsets.UTF_8);
	}

}
