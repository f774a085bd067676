package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.AssignmentListener;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.BrokerProcess;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two masters, one of which has a slave, in processes of their own. That master is killed
 * while messages are sent and consumed.
 */
@Timeout(600)
class MasterSlaveIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(MasterSlaveIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final int QUEUES = 2;

	private static final long CALL_MILLIS = 10_000;

	/**
	 * A slave shows a message only when the master has told it, with a later one, that it
	 * is confirmed: the last ones come when the master is back, so half of this many must
	 * come from the slave.
	 */
	private static final int BACKLOG = 400;

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final BrokerProcess masterA = BrokerProcess.builder().master("broker-a").start();

	private final BrokerProcess masterB = BrokerProcess.builder().beside(this.masterA).master("broker-b").start();

	private BrokerProcess slaveA;

	private final Map<String, SendResult> acknowledged = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> deliveries = new ConcurrentHashMap<>();

	private final Map<MessageQueue, Long> moved = new ConcurrentHashMap<>();

	private final AtomicInteger failedSends = new AtomicInteger();

	private final AtomicBoolean sending = new AtomicBoolean(true);

	/**
	 * A slave copies the list of topics soon after its start, and then every ten seconds.
	 */
	@BeforeEach
	void start() {
		this.masterA.createTopic(this.topic, QUEUES);
		this.masterB.createTopic(this.topic, QUEUES);
		this.slaveA = BrokerProcess.builder().slaveOf(this.masterA).brokerProperty("slaveReadEnable", "true").start();
	}

	@AfterEach
	void stop() {
		this.sending.set(false);
		if (this.slaveA != null) {
			this.slaveA.close();
		}
		this.masterB.close();
		this.masterA.close();
	}

	@Test
	void aMasterThatDiesCostsNothingThatWasAcknowledged() throws Exception {
		try (RocketClient client = RocketClient.builder()
			.nameServers(this.masterA.nameServers())
			.requestTimeout(Duration.ofSeconds(10))
			.routeRefreshInterval(Duration.ofSeconds(2))
			.build(); PushConsumer consumer = consumer(client)) {
			Thread sender = new Thread(() -> send(client), "sender");
			sender.start();
			try {
				await().atMost(PATIENCE).until(() -> sentTo("broker-a") > 50 && sentTo("broker-b") > 50);
				awaitTopicAtSlave();
				consumer.pause();
				int before = sentTo("broker-a");
				await().atMost(PATIENCE).until(() -> sentTo("broker-a") > before + BACKLOG);
				this.masterA.kill();
				long killed = System.nanoTime();
				int others = sentTo("broker-b");
				await().atMost(PATIENCE).until(() -> sentTo("broker-b") > others + 50);
				long sendMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
				consumer.resume();
				int backlog = missingOf("broker-a");
				await().atMost(PATIENCE).until(() -> missingOf("broker-a") <= backlog / 2);
				long backlogMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
				int fromSlave = backlog - missingOf("broker-a");
				this.masterA.restart();
				int returned = sentTo("broker-a");
				await().atMost(PATIENCE).until(() -> sentTo("broker-a") > returned + 20);
				this.sending.set(false);
				sender.join();
				await().atMost(PATIENCE).until(() -> missingOf("broker-a") + missingOf("broker-b") == 0);
				await().atMost(PATIENCE).until(() -> consumer.lag().values().stream().allMatch((lag) -> lag == 0));
				logger.info(
						"master_killed acknowledged={} failed_sends={} lost=0 duplicates={} fifty_sends_to_other_ms={}"
								+ " backlog={} from_slave={} half_of_it_ms={}",
						this.acknowledged.size(), this.failedSends, duplicates(), sendMillis, backlog, fromSlave,
						backlogMillis);
			}
			finally {
				this.sending.set(false);
				sender.join();
			}
		}
		assertThat(this.moved).as("offsets that moved back").isEmpty();
	}

	@SuppressWarnings("deprecation") // the official client's way to ask one broker
	private void awaitTopicAtSlave() throws Exception {
		DefaultMQProducer tools = new DefaultMQProducer(Names.group());
		tools.setNamesrvAddr(this.masterA.nameServers());
		OfficialClients.patient(tools);
		tools.start();
		try {
			MQClientAPIImpl calls = tools.getDefaultMQProducerImpl().getMqClientFactory().getMQClientAPIImpl();
			await().atMost(PATIENCE).until(() -> slaveKnowsTheTopic(calls));
		}
		finally {
			OfficialClients.stop(tools::shutdown);
		}
	}

	private boolean slaveKnowsTheTopic(MQClientAPIImpl calls) throws Exception {
		try {
			calls.getTopicConfig(this.slaveA.brokerAddress(), this.topic, CALL_MILLIS);
			return calls.getMaxOffset(this.slaveA.brokerAddress(),
					new org.apache.rocketmq.common.message.MessageQueue(this.topic, "broker-a", 0), CALL_MILLIS) > 0;
		}
		catch (MQBrokerException ex) {
			return false;
		}
	}

	private PushConsumer consumer(RocketClient client) {
		return client.newPushConsumer(PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.assignmentListener(new AssignmentListener() {

				@Override
				public void onOffsetMoved(MessageQueue queue, long from, long to) {
					if (to < from) {
						MasterSlaveIntegrationTests.this.moved.put(queue, to);
					}
				}

			})
			.build(), (message) -> {
				this.deliveries.computeIfAbsent(message.messageId(), (id) -> new AtomicInteger()).incrementAndGet();
				return ConsumeOutcome.SUCCESS;
			});
	}

	private void send(RocketClient client) {
		try (Producer producer = client.newProducer(ProducerOptions.builder(Names.group()).build())) {
			while (this.sending.get()) {
				try {
					SendResult sent = producer.send(Message.builder(this.topic).body("x").build());
					this.acknowledged.put(sent.messageId(), sent);
				}
				catch (RocketException ex) {
					this.failedSends.incrementAndGet();
				}
				LockSupport.parkNanos(2_000_000);
			}
		}
	}

	private int sentTo(String broker) {
		return (int) this.acknowledged.values()
			.stream()
			.filter((sent) -> sent.queue().brokerName().equals(broker))
			.count();
	}

	private int missingOf(String broker) {
		Map<String, SendResult> missing = new HashMap<>(this.acknowledged);
		missing.keySet().removeAll(Set.copyOf(this.deliveries.keySet()));
		return (int) missing.values().stream().filter((sent) -> sent.queue().brokerName().equals(broker)).count();
	}

	private int duplicates() {
		return this.deliveries.values().stream().mapToInt((count) -> count.get() - 1).sum();
	}

}
