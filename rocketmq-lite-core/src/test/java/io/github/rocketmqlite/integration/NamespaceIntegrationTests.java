package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Clients in namespaces on one real broker: apart from each other, together with the
 * official client.
 */
class NamespaceIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final String group = Names.group();

	@Test
	void clientsOfDifferentNamespacesDoNotSeeEachOther() {
		createTopics();
		List<ReceivedMessage> red = new CopyOnWriteArrayList<>();
		List<ReceivedMessage> blue = new CopyOnWriteArrayList<>();
		List<ReceivedMessage> plain = new CopyOnWriteArrayList<>();
		try (RocketClient redClient = client("red");
				RocketClient blueClient = client("blue");
				RocketClient plainClient = client(null);
				PushConsumer redConsumer = consumer(redClient, keepIn(red));
				PushConsumer blueConsumer = consumer(blueClient, keepIn(blue));
				PushConsumer plainConsumer = consumer(plainClient, keepIn(plain))) {
			SendResult sent = send(redClient, "to red");
			send(blueClient, "to blue");
			send(plainClient, "to nobody special");
			await().atMost(PATIENCE).until(() -> red.size() + blue.size() + plain.size() >= 3);
			assertThat(bodies(red)).containsExactly("to red");
			assertThat(bodies(blue)).containsExactly("to blue");
			assertThat(bodies(plain)).containsExactly("to nobody special");
			assertThat(sent.queue().topic()).isEqualTo(this.topic);
			assertThat(red.get(0).topic()).isEqualTo(this.topic);
			assertThat(red.get(0).queue()).isEqualTo(sent.queue());
			assertThat(red.get(0).property("INSTANCE_ID")).isEqualTo("red");
			assertThat(plain.get(0).property("INSTANCE_ID")).isNull();
			assertThat(redConsumer.assignment()).extracting(MessageQueue::topic)
				.contains(this.topic)
				.allMatch((name) -> !name.contains("red"));
			assertThat(blueConsumer.group()).isEqualTo(plainConsumer.group()).isEqualTo(this.group);
			assertThat(this.server.messages("red%" + this.topic)).hasSize(1);
		}
	}

	@Test
	void theOfficialClientReadsWhatWeSendIntoItsNamespace() throws Exception {
		createTopics();
		List<MessageExt> received = new CopyOnWriteArrayList<>();
		DefaultMQPushConsumer official = officialConsumer((messages, context) -> {
			received.addAll(messages);
			return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		});
		try (RocketClient client = client("red")) {
			send(client, "hello");
			await().atMost(PATIENCE).until(() -> !received.isEmpty());
			assertThat(received.get(0).getTopic()).isEqualTo(this.topic);
			assertThat(received.get(0).getBody()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@Test
	void weReadWhatTheOfficialClientSendsIntoOurNamespaceAndRetryIt() throws Exception {
		createTopics();
		List<ReceivedMessage> received = new CopyOnWriteArrayList<>();
		DefaultMQProducer official = officialProducer();
		try (RocketClient client = client("red"); PushConsumer consumer = consumer(client, (message) -> {
			received.add(message);
			return (message.reconsumeTimes() == 0) ? ConsumeOutcome.retryAtLevel(1) : ConsumeOutcome.SUCCESS;
		})) {
			official.send(new org.apache.rocketmq.common.message.Message(this.topic,
					"hello".getBytes(StandardCharsets.UTF_8)));
			await().atMost(PATIENCE).until(() -> received.size() >= 2);
			assertThat(received).allMatch((message) -> message.topic().equals(this.topic));
			assertThat(received.get(1).reconsumeTimes()).isEqualTo(1);
			assertThat(received.get(1).queue().topic()).isEqualTo("%RETRY%" + this.group);
			assertThat(this.server.messages("%RETRY%red%" + this.group)).hasSize(1);
			assertThat(consumer.assignment()).extracting(MessageQueue::topic).contains("%RETRY%" + this.group);
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@Test
	void membersOfBothClientsTakeEachOthersRetries() throws Exception {
		createTopics();
		AtomicInteger failures = new AtomicInteger();
		List<String> retried = new CopyOnWriteArrayList<>();
		DefaultMQPushConsumer official = officialConsumer((messages, context) -> {
			if (messages.get(0).getReconsumeTimes() == 0) {
				context.setDelayLevelWhenNextConsume(1);
				failures.incrementAndGet();
				return ConsumeConcurrentlyStatus.RECONSUME_LATER;
			}
			retried.add(messages.get(0).getTopic());
			return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		});
		try (RocketClient client = client("red")) {
			send(client, "for the official client");
			await().atMost(PATIENCE).until(() -> failures.get() > 0);
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
		try (RocketClient client = client("red"); PushConsumer consumer = consumer(client, (message) -> {
			retried.add(message.topic());
			return ConsumeOutcome.SUCCESS;
		})) {
			await().atMost(PATIENCE).until(() -> !retried.isEmpty());
			assertThat(retried).allMatch(this.topic::equals);
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void aPlainBrokerServesClientsWithAUnitAndTheSecondKindOfNamespace() {
		createTopics();
		List<ReceivedMessage> received = new CopyOnWriteArrayList<>();
		NamingOptions naming = NamingOptions.builder().namespaceV2("tenant").unitName("eu").unitMode(true).build();
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).naming(naming).build();
				PushConsumer consumer = consumer(client, keepIn(received))) {
			send(client, "hello");
			await().atMost(PATIENCE).until(() -> !received.isEmpty());
			assertThat(bodies(received)).containsExactly("hello");
			assertThat(this.server.messages(this.topic)).hasSize(1);
			assertThat(consumer.group()).isEqualTo(this.group);
		}
	}

	@Test
	void theNameServerLeavesOutBrokersOfOtherZones() {
		createTopics();
		NamingOptions naming = NamingOptions.builder().zone("eu-1").build();
		try (RocketClient client = RocketClient.builder()
			.nameServers(this.server.nameServers())
			.naming(naming)
			.build()) {
			assertThatExceptionOfType(RouteNotFoundException.class).isThrownBy(() -> send(client, "hello"))
				.withMessageContaining(this.topic);
		}
	}

	private void createTopics() {
		for (String name : List.of(this.topic, "red%" + this.topic, "blue%" + this.topic)) {
			this.server.createTopic(name, 2);
		}
	}

	private RocketClient client(String namespace) {
		return RocketClient.builder()
			.nameServers(this.server.nameServers())
			.naming(NamingOptions.builder().namespace(namespace).build())
			.build();
	}

	private PushConsumer consumer(RocketClient client, MessageListener listener) {
		return client.newPushConsumer(PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.build(), listener);
	}

	private SendResult send(RocketClient client, String body) {
		try (Producer producer = client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			return producer.send(Message.builder(this.topic).body(body).build());
		}
	}

	private static MessageListener keepIn(List<ReceivedMessage> received) {
		return (message) -> {
			received.add(message);
			return ConsumeOutcome.SUCCESS;
		};
	}

	private static List<String> bodies(List<ReceivedMessage> messages) {
		return messages.stream().map((message) -> new String(message.body(), StandardCharsets.UTF_8)).toList();
	}

	@SuppressWarnings("deprecation") // the only way to give the official client one
	private DefaultMQPushConsumer officialConsumer(MessageListenerConcurrently listener) throws Exception {
		DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(this.group);
		consumer.setNamespace("red");
		consumer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(consumer);
		consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		consumer.subscribe(this.topic, "*");
		consumer.registerMessageListener(listener);
		consumer.start();
		return consumer;
	}

	@SuppressWarnings("deprecation") // the only way to give the official client one
	private DefaultMQProducer officialProducer() throws Exception {
		DefaultMQProducer producer = new DefaultMQProducer(Names.group());
		producer.setNamespace("red");
		producer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(producer);
		producer.start();
		return producer;
	}

}
