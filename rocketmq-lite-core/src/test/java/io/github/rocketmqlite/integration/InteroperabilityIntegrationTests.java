package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What this client sends, the official one reads, and the other way round.
 */
class InteroperabilityIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.server.createTopic(this.topic, 4);
		this.client = RocketClient.builder().nameServers(this.server.nameServers()).build();
	}

	@AfterEach
	void stop() {
		this.client.close();
	}

	static Stream<Message> messages() {
		// random bytes, which the official client's compression makes a little larger
		byte[] large = new byte[4_000_000];
		new Random(42).nextBytes(large);
		return Stream.of(Message.builder("x").body("plain").build(),
				Message.builder("x").tag("created").body("with a tag").build(),
				Message.builder("x").key("order-1").key("customer-7").body("with keys").build(),
				Message.builder("x")
					.property("region", "eu")
					.property("löß", "grün 中文 🚀")
					.body("with properties")
					.build(),
				Message.builder("x").tag("grün").key("schlüssel").body("Käse 中文 🚀").build(),
				Message.builder("x").flag(12345).body("with a flag").build(),
				Message.builder("x").tag("large").body(large).build());
	}

	@ParameterizedTest
	@MethodSource("messages")
	void theOfficialClientReadsWhatWeSend(Message template) throws MQClientException {
		SendResult sent;
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			sent = producer.send(onTopic(template));
		}
		MessageExt message = readByOfficialClient(sent);
		assertThat(message.getMsgId()).isEqualTo(sent.messageId());
		assertThat(message.getBody()).isEqualTo(template.body());
		assertThat(message.getTags()).isEqualTo(template.tag());
		assertThat(message.getKeys()).isEqualTo(template.keys().isEmpty() ? null : String.join(" ", template.keys()));
		assertThat(message.getProperties()).containsAllEntriesOf(template.properties());
		assertThat(message.getFlag()).isEqualTo(template.flag());
		assertThat(message.getQueueId()).isEqualTo(sent.queue().queueId());
		assertThat(message.getQueueOffset()).isEqualTo(sent.queueOffset());
	}

	private MessageExt readByOfficialClient(SendResult sent) throws MQClientException {
		org.apache.rocketmq.common.message.MessageQueue queue = new org.apache.rocketmq.common.message.MessageQueue(
				this.topic, sent.queue().brokerName(), sent.queue().queueId());
		DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(this.group);
		consumer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(consumer);
		consumer.start();
		try {
			consumer.assign(List.of(queue));
			consumer.seek(queue, sent.queueOffset());
			List<MessageExt> received = new CopyOnWriteArrayList<>();
			await().atMost(PATIENCE).until(() -> received.addAll(consumer.poll(100)));
			return received.get(0);
		}
		finally {
			OfficialClients.stop(consumer::shutdown);
		}
	}

	@ParameterizedTest
	@MethodSource("messages")
	void weReadWhatTheOfficialClientSends(Message template) throws Exception {
		DefaultMQProducer producer = new DefaultMQProducer(Names.group());
		producer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(producer);
		producer.start();
		List<ReceivedMessage> received = new CopyOnWriteArrayList<>();
		try (PushConsumer consumer = ourConsumer(received)) {
			org.apache.rocketmq.client.producer.SendResult sent = producer.send(official(template));
			await().atMost(PATIENCE).until(() -> !received.isEmpty());
			ReceivedMessage message = received.get(0);
			assertThat(consumer.group()).isEqualTo(this.group);
			assertThat(message.topic()).isEqualTo(this.topic);
			assertThat(message.messageId()).isEqualTo(sent.getMsgId());
			assertThat(message.offsetMessageId()).isEqualTo(sent.getOffsetMsgId());
			assertThat(message.body()).isEqualTo(template.body());
			assertThat(message.tag()).isEqualTo(template.tag());
			assertThat(message.keys()).isEqualTo(template.keys());
			assertThat(message.properties()).containsAllEntriesOf(template.properties());
			assertThat(message.flag()).isEqualTo(template.flag());
			assertThat(message.queueOffset()).isEqualTo(sent.getQueueOffset());
		}
		finally {
			OfficialClients.stop(producer::shutdown);
		}
	}

	@Test
	void weReadBodiesThatTheOfficialClientCompressed() throws Exception {
		String text = "compressible ".repeat(20_000);
		DefaultMQProducer producer = new DefaultMQProducer(Names.group());
		producer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(producer);
		producer.start();
		List<ReceivedMessage> received = new CopyOnWriteArrayList<>();
		try (PushConsumer consumer = ourConsumer(received)) {
			producer.send(
					new org.apache.rocketmq.common.message.Message(this.topic, text.getBytes(StandardCharsets.UTF_8)));
			await().atMost(PATIENCE).until(() -> !received.isEmpty());
			assertThat(received.get(0).storeSize()).isLessThan(text.length() / 10);
			assertThat(new String(received.get(0).body(), StandardCharsets.UTF_8)).isEqualTo(text);
			assertThat(consumer.isPaused()).isFalse();
		}
		finally {
			OfficialClients.stop(producer::shutdown);
		}
	}

	@Test
	void anEmptyBodyIsRefusedByBothClientsBecauseBrokersCannotStoreIt() throws MQClientException {
		try (Producer producer = this.client.newProducer(ProducerOptions.builder(this.group).build())) {
			assertThatExceptionOfType(InvalidMessageException.class)
				.isThrownBy(() -> producer.send(Message.builder(this.topic).build()))
				.withMessageContaining(this.topic)
				.withMessageContaining("no body");
		}
		DefaultMQProducer official = new DefaultMQProducer(Names.group());
		official.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(official);
		official.start();
		try {
			assertThatExceptionOfType(MQClientException.class).isThrownBy(
					() -> official.send(new org.apache.rocketmq.common.message.Message(this.topic, new byte[0])));
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@Test
	void theOfficialOrderlyConsumerReadsEachKeyInTheOrderOfItsSends() throws MQClientException {
		Map<String, List<String>> received = new ConcurrentHashMap<>();
		DefaultMQPushConsumer official = new DefaultMQPushConsumer(this.group);
		official.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(official);
		official.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		official.subscribe(this.topic, "*");
		official.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
			for (MessageExt message : messages) {
				received.computeIfAbsent(message.getProperty("__SHARDINGKEY"), (key) -> new CopyOnWriteArrayList<>())
					.add(new String(message.getBody(), StandardCharsets.UTF_8));
			}
			return ConsumeOrderlyStatus.SUCCESS;
		});
		official.start();
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			for (int i = 0; i < 200; i++) {
				producer.sendAsync(
						Message.builder(this.topic).orderingKey("key-" + i % 5).body(Integer.toString(i)).build());
			}
			List<String> all = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
			await().atMost(PATIENCE)
				.until(() -> received.values().stream().flatMap(List::stream).collect(Collectors.toSet()).size() == all
					.size());
			for (int key = 0; key < 5; key++) {
				int remainder = key;
				assertThat(received.get("key-" + key).stream().distinct()).containsExactlyElementsOf(
						all.stream().filter((body) -> Integer.parseInt(body) % 5 == remainder).toList());
			}
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@Test
	void membersOfBothClientsShareTheWorkOfOneGroup() throws Exception {
		List<MessageExt> theirs = new CopyOnWriteArrayList<>();
		List<ReceivedMessage> ours = new CopyOnWriteArrayList<>();
		DefaultMQPushConsumer official = officialConsumer(theirs);
		try (PushConsumer consumer = ourConsumer(ours);
				Producer producer = this.client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(
						consumer.assignment().stream().filter((queue) -> queue.topic().equals(this.topic)))
					.hasSize(2));
			for (int i = 0; i < 100; i++) {
				producer.send(Message.builder(this.topic).body(Integer.toString(i)).build());
			}
			await().atMost(PATIENCE).until(() -> theirs.size() + ours.size() >= 100);
			assertThat(Stream
				.concat(theirs.stream().map(MessageExt::getMsgId), ours.stream().map(ReceivedMessage::messageId))
				.distinct()).hasSize(100);
			assertThat(ours).isNotEmpty();
			assertThat(theirs).isNotEmpty();
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	private Message onTopic(Message template) {
		return Message.builder(this.topic)
			.tag(template.tag())
			.keys(template.keys())
			.properties(template.properties())
			.flag(template.flag())
			.body(template.body())
			.build();
	}

	private org.apache.rocketmq.common.message.Message official(Message template) {
		org.apache.rocketmq.common.message.Message message = new org.apache.rocketmq.common.message.Message(this.topic,
				template.body());
		if (template.tag() != null) {
			message.setTags(template.tag());
		}
		if (!template.keys().isEmpty()) {
			message.setKeys(template.keys());
		}
		for (Map.Entry<String, String> property : template.properties().entrySet()) {
			message.putUserProperty(property.getKey(), property.getValue());
		}
		message.setFlag(template.flag());
		return message;
	}

	private PushConsumer ourConsumer(List<ReceivedMessage> received) {
		return this.client.newPushConsumer(PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.build(), (message) -> {
				received.add(message);
				return ConsumeOutcome.SUCCESS;
			});
	}

	private DefaultMQPushConsumer officialConsumer(List<MessageExt> received) throws MQClientException {
		DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(this.group);
		consumer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(consumer);
		consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		consumer.subscribe(this.topic, "*");
		consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
			received.addAll(messages);
			return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		});
		consumer.start();
		return consumer;
	}

}
