package io.github.rocketmqlite.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Groups whose members all get all messages, against a real broker.
 */
@Timeout(120)
class BroadcastingIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private RocketClient client;

	@TempDir
	private Path directory;

	@BeforeEach
	void start() {
		this.server.createTopic(this.topic, 4);
		this.client = client();
	}

	@AfterEach
	void stop() {
		this.client.close();
	}

	@Test
	void everyMemberGetsEveryMessageThoseOfTheOfficialClientToo() throws Exception {
		Set<String> first = ConcurrentHashMap.newKeySet();
		Set<String> second = ConcurrentHashMap.newKeySet();
		Set<String> theirs = ConcurrentHashMap.newKeySet();
		DefaultMQPushConsumer official = official(theirs);
		try (RocketClient other = client();
				PushConsumer one = this.client.newPushConsumer(options("one").build(), into(first));
				PushConsumer two = other.newPushConsumer(options("two").build(), into(second))) {
			send(20);
			await().atMost(PATIENCE).until(() -> first.size() == 20 && second.size() == 20 && theirs.size() == 20);
			assertThat(one.assignment()).hasSize(4).isEqualTo(two.assignment());
			assertThat(one.assignment()).allMatch((queue) -> queue.topic().equals(this.topic));
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@Test
	void progressSurvivesANewClientId() {
		Queue<String> got = new ConcurrentLinkedQueue<>();
		send(10);
		try (PushConsumer consumer = this.client.newPushConsumer(options("one").build(), into(got))) {
			await().atMost(PATIENCE).until(() -> got.size() == 10);
			assertThat(consumer.lag().values()).allMatch((lag) -> lag == 0);
		}
		send(5);
		try (RocketClient next = client()) {
			assertThat(next.options().clientId()).isNotEqualTo(this.client.options().clientId());
			next.newPushConsumer(options("one").build(), into(got));
			await().atMost(PATIENCE).until(() -> got.size() >= 15);
		}
		assertThat(Set.copyOf(got)).hasSize(15);
		assertThat(got).hasSize(15);
		assertThat(this.server.consumerOffset(this.group, this.topic, 0)).isLessThanOrEqualTo(0);
	}

	@Test
	void aDamagedFileIsReplacedByItsBackupOrFailsTheStart() throws Exception {
		Queue<String> got = new ConcurrentLinkedQueue<>();
		send(10);
		try (PushConsumer consumer = this.client.newPushConsumer(options("one").build(), into(got))) {
			await().atMost(PATIENCE).until(() -> got.size() == 10);
			assertThat(consumer.isPaused()).isFalse();
		}
		Path file = this.directory.resolve("one").resolve(this.group + ".offsets");
		Path backup = this.directory.resolve("one").resolve(this.group + ".offsets.bak");
		Files.copy(file, backup, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
		Files.writeString(file, "nonsense");
		send(1);
		try (PushConsumer consumer = this.client.newPushConsumer(options("one").build(), into(got))) {
			await().atMost(PATIENCE).until(() -> got.size() >= 11);
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(got).hasSize(11);
		Files.writeString(file, "nonsense");
		Files.writeString(backup, "nonsense");
		assertThatExceptionOfType(RocketException.class)
			.isThrownBy(() -> this.client.newPushConsumer(options("one").build(), into(got)))
			.withMessageContaining(file.toString());
	}

	@Test
	void twoMembersCannotShareADirectory() {
		try (PushConsumer consumer = this.client.newPushConsumer(options("one").build(), into(List.of()));
				RocketClient other = client()) {
			assertThatExceptionOfType(RocketException.class)
				.isThrownBy(() -> other.newPushConsumer(options("one").build(), into(List.of())))
				.withMessageContaining("Another consumer of group " + this.group);
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void aMessageThatFailsComesAgainHereAFewTimes() {
		Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
		Queue<String> others = new ConcurrentLinkedQueue<>();
		PushConsumerOptions options = options("one").maxReconsumeTimes(2).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			if (new String(message.body()).equals("0")) {
				attempts.add(message.reconsumeTimes());
				throw new IllegalStateException("thrown by a test");
			}
			others.add(message.messageId());
			return ConsumeOutcome.SUCCESS;
		})) {
			send(8);
			await().atMost(PATIENCE).until(() -> attempts.size() == 3 && others.size() == 7);
			await().atMost(PATIENCE).until(() -> consumer.lag().values().stream().allMatch((lag) -> lag == 0));
			assertThat(attempts).containsExactly(0, 1, 2);
			assertThat(this.server.messages("%RETRY%" + this.group)).isEmpty();
			assertThat(this.server.messages("%DLQ%" + this.group)).isEmpty();
		}
	}

	@Test
	void aGroupThatSharesItsMessagesMayKeepItsOffsetsInAFile() {
		Queue<String> got = new ConcurrentLinkedQueue<>();
		send(6);
		PushConsumerOptions options = options("one").messageModel(MessageModel.CLUSTERING).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, into(got))) {
			await().atMost(PATIENCE).until(() -> got.size() == 6);
			assertThat(consumer.assignment()).anyMatch((queue) -> queue.topic().startsWith("%RETRY%"));
		}
		assertThat(this.server.consumerOffset(this.group, this.topic, 0)).isLessThanOrEqualTo(0);
		send(2);
		try (PushConsumer consumer = this.client.newPushConsumer(options, into(got))) {
			await().atMost(PATIENCE).until(() -> got.size() >= 8);
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(got).hasSize(8);
	}

	private RocketClient client() {
		return RocketClient.builder().nameServers(this.server.nameServers()).build();
	}

	private PushConsumerOptions.Builder options(String directory) {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.messageModel(MessageModel.BROADCASTING)
			.offsetsInFile(this.directory.resolve(directory))
			.startPosition(StartPosition.FIRST);
	}

	private static MessageListener into(java.util.Collection<String> ids) {
		return (message) -> {
			ids.add(message.messageId());
			return ConsumeOutcome.SUCCESS;
		};
	}

	private DefaultMQPushConsumer official(Set<String> ids) throws Exception {
		// it still writes there while it stops in the background
		String offsets = Path.of("target", "official-offsets").toAbsolutePath().toString();
		System.setProperty("rocketmq.client.localOffsetStoreDir", offsets);
		DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(this.group);
		consumer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(consumer);
		consumer.setMessageModel(org.apache.rocketmq.remoting.protocol.heartbeat.MessageModel.BROADCASTING);
		consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		consumer.subscribe(this.topic, "*");
		consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
			messages.forEach((message) -> ids.add(message.getMsgId()));
			return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		});
		consumer.start();
		return consumer;
	}

	private void send(int count) {
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			for (int i = 0; i < count; i++) {
				producer.send(Message.builder(this.topic).body(Integer.toString(i)).build());
			}
		}
	}

}
