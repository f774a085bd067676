package io.github.rocketmqlite.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.logging.org.slf4j.LoggerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class EmbeddedRocketMQServerIntegrationTests {

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private static OfficialClient client;

	@BeforeAll
	static void startClient() throws Exception {
		client = new OfficialClient(server.nameServers());
	}

	@AfterAll
	static void stopClient() {
		client.close();
	}

	@Test
	void sharedServerIsTheSameForEveryoneAndOutlivesClose() throws Exception {
		EmbeddedRocketMQServer.shared().close();
		assertThat(EmbeddedRocketMQServer.shared()).isSameAs(server);
		server.createTopic("after-close", 1);
		assertThat(client.send("after-close", "still here").getMsgId()).isNotEmpty();
	}

	@Test
	void listensOnTheLoopbackInterfaceAndOnTheVipPort() throws Exception {
		assertThat(server.nameServers()).startsWith("127.0.0.1:");
		assertThat(server.brokerAddress()).startsWith("127.0.0.1:");
		int vipPort = Integer.parseInt(server.brokerAddress().substring("127.0.0.1:".length())) - 2;
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), vipPort)) {
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	void createTopicReturnsWhenClientsFindItsRoute() throws Exception {
		server.createTopic("routed", 3);
		assertThat(client.queues("routed")).hasSize(3)
			.allSatisfy((queue) -> assertThat(queue.getBrokerName()).isEqualTo(server.brokerName()));
	}

	@Test
	void createTopicChangesTheNumberOfQueuesOfAnExistingTopic() throws Exception {
		server.createTopic("growing", 2);
		server.createTopic("growing", 5);
		assertThat(client.queues("growing")).hasSize(5);
	}

	@Test
	void storesWhatIsSentForTheConsumerAndForTheTest() throws Exception {
		server.createTopic("sent-and-pulled", 2);
		List<String> bodies = IntStream.range(0, 50).mapToObj((i) -> "message " + i).toList();
		for (String body : bodies) {
			client.send("sent-and-pulled", body);
		}
		assertThat(client.pull("sent-and-pulled", 50)).containsExactlyInAnyOrderElementsOf(bodies);
		assertThat(server.messages("sent-and-pulled")).extracting(StoredBody::text)
			.containsExactlyInAnyOrderElementsOf(bodies);
		assertThat(server.maxOffset("sent-and-pulled", 0) + server.maxOffset("sent-and-pulled", 1)).isEqualTo(50);
	}

	@Test
	void messagesAreInTheOrderOfQueuesAndOffsetsWithTheirProperties() throws Exception {
		server.createTopic("ordered", 2);
		for (int i = 0; i < 10; i++) {
			client.send("ordered", "message " + i);
		}
		await().until(() -> server.messages("ordered").size() == 10);
		List<StoredBody> messages = server.messages("ordered");
		assertThat(messages).extracting(StoredBody::queueId).isSorted();
		assertThat(messages.subList(0, 5)).extracting(StoredBody::queueOffset).isSorted();
		assertThat(messages.get(0).properties()).containsKey("UNIQ_KEY");
		assertThat(messages.get(0).topic()).isEqualTo("ordered");
	}

	@Test
	void showsBodiesDecompressed() throws Exception {
		server.createTopic("compressed", 1);
		String body = "x".repeat(100_000);
		client.sendCompressed("compressed", body);
		await().until(() -> server.messages("compressed").size() == 1);
		assertThat(server.messages("compressed").get(0).text()).isEqualTo(body);
	}

	@Test
	void acceptsBodiesOfFourMebibytesAndRefusesLargerOnes() throws Exception {
		server.createTopic("large", 1);
		byte[] body = incompressible(4 * 1024 * 1024);
		for (int i = 0; i < 5; i++) {
			client.send("large", body);
		}
		await().until(() -> server.messages("large").size() == 5);
		assertThat(server.messages("large")).allSatisfy((stored) -> assertThat(stored.body()).isEqualTo(body));
		assertThatExceptionOfType(MQBrokerException.class)
			.isThrownBy(() -> client.send("large", incompressible(4 * 1024 * 1024 + 1)));
	}

	private static byte[] incompressible(int size) {
		byte[] bytes = new byte[size];
		new Random(42).nextBytes(bytes);
		return bytes;
	}

	@Test
	void createsTopicsOnFirstUse() throws Exception {
		client.send("created-on-first-use", "hello");
		await().until(() -> server.messages("created-on-first-use").size() == 1);
	}

	@Test
	void unknownTopicHasNoMessagesAndNoOffsets() {
		assertThat(server.messages("never-created")).isEmpty();
		assertThat(server.maxOffset("never-created", 0)).isZero();
		assertThat(server.consumerOffset("never-created", "never-created", 0)).isEqualTo(-1);
	}

	@Test
	void redeliversAfterASecondAndKeepsTheDeadLetter() throws Exception {
		server.createTopic("failing", 1);
		DefaultMQPushConsumer consumer = consumer("failing-group", MessageSelector.byTag("*"), "failing",
				(messages, context) -> ConsumeConcurrentlyStatus.RECONSUME_LATER);
		consumer.setMaxReconsumeTimes(1);
		consumer.start();
		try {
			client.send("failing", "poison");
			await().atMost(Duration.ofSeconds(20)).until(() -> !server.messages("%DLQ%failing-group").isEmpty());
			StoredBody dead = server.messages("%DLQ%failing-group").get(0);
			assertThat(dead.text()).isEqualTo("poison");
			assertThat(dead.reconsumeTimes()).isEqualTo(2);
			assertThat(dead.properties()).containsEntry("RETRY_TOPIC", "failing");
		}
		finally {
			consumer.shutdown();
		}
		assertThat(server.consumerOffset("failing-group", "failing", 0)).as("flushed by the shutdown").isEqualTo(1);
	}

	@Test
	void filtersByExpressionsOfProperties() throws Exception {
		server.createTopic("filtered", 1);
		List<String> keys = new CopyOnWriteArrayList<>();
		DefaultMQPushConsumer consumer = consumer("filtering-group", MessageSelector.bySql("KEYS = 'wanted'"),
				"filtered", (messages, context) -> {
					messages.forEach((message) -> keys.add(message.getKeys()));
					return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
				});
		consumer.start();
		try {
			client.sendWithKey("filtered", "unwanted");
			client.sendWithKey("filtered", "wanted");
			await().atMost(Duration.ofSeconds(20)).until(() -> !keys.isEmpty());
		}
		finally {
			consumer.shutdown();
		}
		assertThat(keys).containsExactly("wanted");
	}

	private static DefaultMQPushConsumer consumer(String group, MessageSelector selector, String topic,
			MessageListenerConcurrently listener) throws Exception {
		DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
		consumer.setNamesrvAddr(server.nameServers());
		consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		consumer.setPollNameServerInterval(500);
		consumer.subscribe(topic, selector);
		consumer.registerMessageListener(listener);
		return consumer;
	}

	@Test
	void deletedTopicIsGoneWithItsMessages() throws Exception {
		server.createTopic("deleted", 1);
		client.send("deleted", "short-lived");
		await().until(() -> server.messages("deleted").size() == 1);
		server.deleteTopic("deleted");
		assertThat(server.messages("deleted")).isEmpty();
		server.createTopic("deleted", 1);
		assertThat(server.maxOffset("deleted", 0)).isZero();
	}

	@Test
	void separateServerHasItsOwnPropertiesAndLeavesItsPortsWhenClosed() throws Exception {
		EmbeddedRocketMQServer separate = EmbeddedRocketMQServer.builder()
			.brokerProperty("maxMessageSize", "1000")
			.brokerProperty("brokerName", "small")
			.start();
		try (separate; OfficialClient separateClient = new OfficialClient(separate.nameServers())) {
			assertThat(separate.brokerName()).isEqualTo("small");
			separate.createTopic("small", 1);
			assertThat(server.messages("small")).isEmpty();
			separateClient.send("small", "fits");
			assertThatExceptionOfType(MQBrokerException.class)
				.isThrownBy(() -> separateClient.send("small", incompressible(1001)));
		}
		separate.close();
		for (String address : Arrays.asList(separate.nameServers(), separate.brokerAddress())) {
			assertThatIOException().isThrownBy(() -> connect(address));
		}
	}

	private static void connect(String address) throws Exception {
		int port = Integer.parseInt(address.substring("127.0.0.1:".length()));
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
		}
	}

	@Test
	void brokerPropertyThatNobodyReadsIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EmbeddedRocketMQServer.builder().brokerProperty("maxMesageSize", "1000"))
			.withMessageContaining("maxMesageSize");
	}

	@Test
	void serversWriteNoLogFiles() {
		assertThat(LoggerFactory.getLogger("RocketmqBroker").isErrorEnabled()).isFalse();
	}

}
