package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.BrokerCommand;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.body.CMResult;
import org.apache.rocketmq.remoting.protocol.body.ConsumeMessageDirectlyResult;
import org.apache.rocketmq.remoting.protocol.body.ConsumeStatus;
import org.apache.rocketmq.remoting.protocol.body.ConsumerRunningInfo;
import org.apache.rocketmq.remoting.protocol.body.ProcessQueueInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What operators ask of a consumer with the official tools' calls, by way of a real
 * broker that resets offsets at its clients, as brokers before 5.1 do.
 */
@Timeout(120)
class RemoteControlIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final long TIMEOUT_MILLIS = 10_000;

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
		.brokerProperty("useServerSideResetOffset", "false")
		.start();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final Queue<String> got = new ConcurrentLinkedQueue<>();

	private RocketClient client;

	private DefaultMQProducer official;

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void start() throws MQClientException {
		server.createTopic(this.topic, 1);
		this.client = RocketClient.builder().nameServers(server.nameServers()).build();
		this.official = new DefaultMQProducer(Names.group());
		this.official.setNamesrvAddr(server.nameServers());
		OfficialClients.patient(this.official);
		this.official.start();
	}

	@AfterEach
	void stop() {
		this.client.close();
		OfficialClients.stop(this.official::shutdown);
	}

	@Test
	void showsWhatItIsDoing() throws Exception {
		try (PushConsumer consumer = consumer(Set.of(BrokerCommand.RUNNING_INFO))) {
			send();
			await().atMost(PATIENCE).until(() -> this.got.size() == 1);
			await().atMost(PATIENCE).until(() -> consumer.lag().values().stream().allMatch((lag) -> lag == 0));
			ConsumerRunningInfo info = tools().getConsumerRunningInfo(server.brokerAddress(), this.group,
					this.client.options().clientId(), true, TIMEOUT_MILLIS);
			assertThat(info.getProperties()).containsEntry(ConsumerRunningInfo.PROP_CONSUME_TYPE, "CONSUME_PASSIVELY")
				.containsEntry("messageModel", "CLUSTERING");
			assertThat(info.getSubscriptionSet()).anyMatch((one) -> one.getTopic().equals(this.topic));
			assertThat(info.getMqTable().get(queue()).getCommitOffset()).isEqualTo(1);
			assertThat(info.getJstack()).as("stacks without leave").isNull();
		}
	}

	@Test
	void theOfficialToolsFindNothingWrongWithIt() throws Exception {
		try (PushConsumer consumer = this.client.newPushConsumer(
				options(Set.of(BrokerCommand.RUNNING_INFO)).ordered(true).maxReconsumeTimes(0).build(), (message) -> {
					boolean failed = this.got.isEmpty();
					this.got.add(message.messageId());
					return failed ? ConsumeOutcome.DEAD_LETTER : ConsumeOutcome.SUCCESS;
				})) {
			send();
			send();
			await().atMost(PATIENCE).until(() -> this.got.size() == 2);
			await().atMost(PATIENCE).until(() -> consumer.lag().values().stream().allMatch((lag) -> lag == 0));
			ConsumerRunningInfo info = runningInfo();
			assertThat(ConsumerRunningInfo.isPushType(info)).isTrue();
			assertThat(info.getProperties()).containsEntry(ConsumerRunningInfo.PROP_CONSUME_ORDERLY, "true")
				.containsEntry(ConsumerRunningInfo.PROP_THREADPOOL_CORE_SIZE, "20")
				.containsKey(ConsumerRunningInfo.PROP_CONSUMER_START_TIMESTAMP);
			ConsumeStatus status = info.getStatusTable().get(this.topic);
			assertThat(status.getPullTPS()).isPositive();
			assertThat(status.getPullRT()).isPositive();
			assertThat(status.getConsumeRT()).isPositive();
			assertThat(status.getConsumeOKTPS()).isPositive();
			assertThat(status.getConsumeFailedTPS()).isPositive();
			assertThat(status.getConsumeFailedMsgs()).isEqualTo(1);
			ProcessQueueInfo queue = info.getMqTable().get(queue());
			assertThat(queue.isLocked()).isTrue();
			long now = System.currentTimeMillis();
			assertThat(List.of(queue.getLastLockTimestamp(), queue.getLastPullTimestamp(),
					queue.getLastConsumeTimestamp()))
				.allMatch((time) -> time > now - TimeUnit.MINUTES.toMillis(5) && time <= now + 1000);
			TreeMap<String, ConsumerRunningInfo> members = new TreeMap<>(
					Map.of(this.client.options().clientId(), info));
			assertThat(ConsumerRunningInfo.analyzeSubscription(members)).isTrue();
			assertThat(ConsumerRunningInfo.analyzeRebalance(members)).isTrue();
			assertThat(ConsumerRunningInfo.analyzeProcessQueue("client", info)).isEmpty();
			assertThat(info.formatString()).contains(this.topic, server.brokerName());
		}
	}

	@Test
	void saysOfADirectConsumptionWhetherItIsOrdered() throws Exception {
		for (boolean ordered : new boolean[] { true, false }) {
			this.got.clear();
			try (PushConsumer consumer = this.client.newPushConsumer(
					options(Set.of(BrokerCommand.CONSUME_DIRECTLY)).ordered(ordered).build(), listener())) {
				SendResult sent = send();
				await().atMost(PATIENCE).until(() -> this.got.contains(sent.messageId()));
				ConsumeMessageDirectlyResult result = consumeDirectly(sent);
				assertThat(result.isOrder()).isEqualTo(ordered);
				assertThat(result.getConsumeResult()).isEqualTo(CMResult.CR_SUCCESS);
				assertThat(consumer.isPaused()).isFalse();
			}
		}
	}

	@Test
	void showsStacksToWhomItAllowsThem() throws Exception {
		try (PushConsumer consumer = consumer(Set.of(BrokerCommand.RUNNING_INFO, BrokerCommand.THREAD_DUMP))) {
			ConsumerRunningInfo info = tools().getConsumerRunningInfo(server.brokerAddress(), this.group,
					this.client.options().clientId(), true, TIMEOUT_MILLIS);
			assertThat(info.getJstack()).contains("rocketmq-lite-timer");
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void showsItsProgress() throws Exception {
		try (PushConsumer consumer = consumer(Set.of(BrokerCommand.STATUS))) {
			send();
			await().atMost(PATIENCE).until(() -> this.got.size() == 1);
			await().atMost(PATIENCE).until(() -> consumer.lag().values().stream().allMatch((lag) -> lag == 0));
			Map<String, Map<MessageQueue, Long>> status = tools().invokeBrokerToGetConsumerStatus(
					server.brokerAddress(), this.topic, this.group, this.client.options().clientId(), TIMEOUT_MILLIS);
			assertThat(status.get(this.client.options().clientId())).isEqualTo(Map.of(queue(), 1L));
		}
	}

	@Test
	void consumesAMessageThatAnOperatorChose() throws Exception {
		try (PushConsumer consumer = consumer(Set.of(BrokerCommand.CONSUME_DIRECTLY))) {
			SendResult sent = send();
			await().atMost(PATIENCE).until(() -> this.got.size() == 1);
			ConsumeMessageDirectlyResult result = consumeDirectly(sent);
			assertThat(result.getConsumeResult()).isEqualTo(CMResult.CR_SUCCESS);
			assertThat(this.got).containsExactly(sent.messageId(), sent.messageId());
			assertThat(consumer.lag().values()).allMatch((lag) -> lag == 0);
		}
	}

	@Test
	void saysWhatWentWrongInTheListener() throws Exception {
		PushConsumerOptions options = options(Set.of(BrokerCommand.CONSUME_DIRECTLY)).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			if (this.got.contains(message.messageId())) {
				throw new IllegalStateException("thrown by a test");
			}
			this.got.add(message.messageId());
			return ConsumeOutcome.SUCCESS;
		})) {
			SendResult sent = send();
			await().atMost(PATIENCE).until(() -> this.got.size() == 1);
			ConsumeMessageDirectlyResult result = consumeDirectly(sent);
			assertThat(result.getConsumeResult()).isEqualTo(CMResult.CR_THROW_EXCEPTION);
			assertThat(result.getRemark()).contains("thrown by a test");
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void refusesWhatItsOptionsDoNotAllow() {
		try (PushConsumer consumer = this.client.newPushConsumer(
				PushConsumerOptions.builder(this.group).subscribe(this.topic, Filter.all()).build(), listener())) {
			SendResult sent = send();
			await().atMost(PATIENCE).until(() -> this.got.size() == 1);
			assertThatExceptionOfType(MQClientException.class).isThrownBy(() -> consumeDirectly(sent))
				.withMessageContaining("CONSUME_DIRECTLY");
			assertThat(this.got).hasSize(1);
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void goesBackWhenAnOperatorResetsItsOffsets() throws Exception {
		try (PushConsumer consumer = consumer(Set.of(BrokerCommand.RESET_OFFSET))) {
			send();
			send();
			await().atMost(PATIENCE).until(() -> this.got.size() == 2);
			tools().invokeBrokerToResetOffset(server.brokerAddress(), this.topic, this.group, 0, true, TIMEOUT_MILLIS);
			await().atMost(PATIENCE).until(() -> this.got.size() == 4);
			await().atMost(PATIENCE).until(() -> server.consumerOffset(this.group, this.topic, 0) == 2);
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	private ConsumerRunningInfo runningInfo() throws Exception {
		return tools().getConsumerRunningInfo(server.brokerAddress(), this.group, this.client.options().clientId(),
				false, TIMEOUT_MILLIS);
	}

	private ConsumeMessageDirectlyResult consumeDirectly(SendResult sent) throws Exception {
		return tools().consumeMessageDirectly(server.brokerAddress(), this.group, this.client.options().clientId(),
				this.topic, sent.offsetMessageId(), TIMEOUT_MILLIS);
	}

	@SuppressWarnings("deprecation") // the way of the official tools
	private MQClientAPIImpl tools() {
		return this.official.getDefaultMQProducerImpl().getMqClientFactory().getMQClientAPIImpl();
	}

	private PushConsumer consumer(Set<BrokerCommand> commands) {
		return this.client.newPushConsumer(options(commands).build(), listener());
	}

	private PushConsumerOptions.Builder options(Set<BrokerCommand> commands) {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.brokerCommands(commands);
	}

	private MessageListener listener() {
		return (message) -> {
			this.got.add(message.messageId());
			return ConsumeOutcome.SUCCESS;
		};
	}

	private MessageQueue queue() {
		return new MessageQueue(this.topic, server.brokerName(), 0);
	}

	private SendResult send() {
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			return producer.send(Message.builder(this.topic).body("x").build());
		}
	}

}
