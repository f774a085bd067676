package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.AllocationStrategy;
import io.github.rocketmqlite.consumer.AssignmentListener;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.MissingTopicPolicy;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueConsistentHash;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * How a consumer comes to its queues and moves in them, against a real broker.
 */
@Timeout(180)
class AssignmentIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(AssignmentIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final Queue<String> got = new ConcurrentLinkedQueue<>();

	private RocketClient client;

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
	void twoOfOursAndOneOfTheOfficialClientShareAGroup() throws Exception {
		this.server.createTopic(this.topic, 16);
		Set<String> theirs = ConcurrentHashMap.newKeySet();
		DefaultMQPushConsumer official = official(theirs);
		PushConsumerOptions options = options().allocationStrategy(AllocationStrategy.consistentHash()).build();
		try (RocketClient other = client();
				PushConsumer one = this.client.newPushConsumer(options, listener());
				PushConsumer two = other.newPushConsumer(options, listener())) {
			await().atMost(PATIENCE).untilAsserted(() -> assertPartition(official, one, two));
			send(200);
			await().atMost(PATIENCE).until(() -> theirs.size() + this.got.size() >= 200);
			assertThat(Stream.concat(theirs.stream(), this.got.stream()).distinct()).hasSize(200);
			assertThat(theirs.size() + this.got.size()).isEqualTo(200);
			logger.info("members_ours=2 members_official=1 queues=16 owned_by_one=16 messages=200 ours={} theirs={}"
					+ " lost=0 duplicates=0", this.got.size(), theirs.size());
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@SuppressWarnings("deprecation") // the official client shows its queues nowhere else
	private void assertPartition(DefaultMQPushConsumer official, PushConsumer... ours) {
		List<MessageQueue> all = new ArrayList<>();
		for (PushConsumer consumer : ours) {
			all.addAll(consumer.assignment());
		}
		official.getDefaultMQPushConsumerImpl()
			.getRebalanceImpl()
			.getProcessQueueTable()
			.keySet()
			.forEach((queue) -> all.add(new MessageQueue(queue.getTopic(), queue.getBrokerName(), queue.getQueueId())));
		all.removeIf((queue) -> !queue.topic().equals(this.topic));
		assertThat(all).doesNotHaveDuplicates().hasSize(16);
	}

	@Test
	void brokersMayDivideTheQueues() {
		PushConsumerOptions options = options().assignedByBroker(true).build();
		try (RocketClient other = client();
				PushConsumer one = this.client.newPushConsumer(options, listener());
				PushConsumer two = other.newPushConsumer(options, listener())) {
			await().atMost(PATIENCE).untilAsserted(() -> {
				assertThat(own(one)).hasSize(2).doesNotContainAnyElementsOf(own(two));
				assertThat(own(two)).hasSize(2);
			});
			send(20);
			await().atMost(PATIENCE).until(() -> this.got.size() >= 20);
			assertThat(new HashSet<>(this.got)).hasSize(20);
		}
	}

	@Test
	void aGroupBeginsAtAPointInTime() {
		List<SendResult> sent = send(8);
		Instant between = pauseOfTheClock();
		List<SendResult> later = send(8);
		try (PushConsumer consumer = this.client.newPushConsumer(options().startAt(between).build(), listener())) {
			await().atMost(PATIENCE).until(() -> this.got.size() >= 8);
			assertThat(this.got).containsExactlyInAnyOrderElementsOf(ids(later));
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(ids(sent)).doesNotContainAnyElementsOf(this.got);
	}

	@Test
	void seekingGoesBackAndForthByTimeAndByOffset() {
		List<SendResult> early = send(8);
		Instant between = pauseOfTheClock();
		List<SendResult> later = send(8);
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), listener())) {
			await().atMost(PATIENCE).until(() -> this.got.size() == 16);
			this.got.clear();
			consumer.seek(this.topic, between);
			await().atMost(PATIENCE).until(() -> this.got.size() >= 8);
			assertThat(this.got).containsExactlyInAnyOrderElementsOf(ids(later));
			this.got.clear();
			SendResult first = early.get(0);
			consumer.seek(first.queue(), first.queueOffset());
			await().atMost(PATIENCE).until(() -> this.got.size() >= 4);
			assertThat(this.got).contains(first.messageId()).hasSize(4);
			await().atMost(PATIENCE).until(() -> consumer.lag().values().stream().allMatch((lag) -> lag == 0));
			MessageQueue foreign = new MessageQueue(this.topic, "nowhere", 0);
			assertThatIllegalStateException().isThrownBy(() -> consumer.seek(foreign, 0))
				.withMessageContaining("nowhere");
		}
	}

	@Test
	void topicsAndQueuesRestWithoutBeingGivenUp() {
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), listener())) {
			MessageQueue resting = own(consumer).iterator().next();
			consumer.pause(resting);
			List<SendResult> sent = send(8);
			await().atMost(PATIENCE).until(() -> this.got.size() == 6);
			await().atMost(PATIENCE).until(() -> consumer.lag().get(resting) == 2);
			assertThat(sent.stream().filter((result) -> result.queue().equals(resting)).map(SendResult::messageId))
				.doesNotContainAnyElementsOf(this.got);
			assertThat(own(consumer)).contains(resting);
			consumer.resume(resting);
			await().atMost(PATIENCE).until(() -> this.got.size() == 8);
			consumer.pause(this.topic);
			consumer.seek(this.topic, Instant.EPOCH);
			assertThat(consumer.lag().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(8);
			assertThat(this.got).hasSize(8);
			consumer.resume(this.topic);
			await().atMost(PATIENCE).until(() -> this.got.size() == 16);
		}
	}

	@Test
	void subscriptionsChangeWhileTheConsumerRuns() {
		String second = Names.topic();
		this.server.createTopic(second, 2);
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), listener())) {
			consumer.subscribe(second, Filter.tags("wanted"));
			assertThat(consumer.assignment()).filteredOn((queue) -> queue.topic().equals(second)).hasSize(2);
			try (Producer producer = producer()) {
				String before = producer.send(Message.builder(second).tag("other").body("x").build()).messageId();
				String wanted = producer.send(Message.builder(second).tag("wanted").body("x").build()).messageId();
				await().atMost(PATIENCE).until(() -> this.got.contains(wanted));
				assertThat(this.got).doesNotContain(before);
				// what the broker has not passed over yet comes with the new filter, too
				consumer.subscribe(second, Filter.all());
				String after = producer.send(Message.builder(second).tag("other").body("x").build()).messageId();
				await().atMost(PATIENCE).until(() -> this.got.contains(after));
			}
			consumer.unsubscribe(second);
			await().atMost(PATIENCE)
				.until(() -> consumer.assignment().stream().noneMatch((queue) -> queue.topic().equals(second)));
			List<String> still = ids(send(4));
			await().atMost(PATIENCE).until(() -> this.got.containsAll(still));
			// what was finished before is committed
			await().atMost(PATIENCE)
				.until(() -> this.server.consumerOffset(this.group, second, 0)
						+ this.server.consumerOffset(this.group, second, 1) == 3);
		}
	}

	@Test
	void theListenerHearsOfGainsAndLosses() {
		Queue<String> events = new ConcurrentLinkedQueue<>();
		PushConsumerOptions options = options().assignmentListener(new AssignmentListener() {

			@Override
			public void onAssigned(Set<MessageQueue> queues) {
				queues.forEach((queue) -> events.add("+" + queue));
			}

			@Override
			public void onRevoked(Set<MessageQueue> queues) {
				queues.forEach((queue) -> events.add("-" + queue));
				throw new IllegalStateException("thrown by a test");
			}

		}).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, listener())) {
			Set<MessageQueue> before = own(consumer);
			await().atMost(PATIENCE).until(() -> before.stream().allMatch((queue) -> events.contains("+" + queue)));
			try (RocketClient other = client();
					PushConsumer second = other.newPushConsumer(options().build(), listener())) {
				await().atMost(PATIENCE).until(() -> own(consumer).size() == 2 && own(second).size() == 2);
				Set<MessageQueue> lost = new HashSet<>(before);
				lost.removeAll(own(consumer));
				await().atMost(PATIENCE).until(() -> lost.stream().allMatch((queue) -> events.contains("-" + queue)));
			}
			await().atMost(PATIENCE).until(() -> own(consumer).size() == 4);
		}
		await().atMost(PATIENCE).until(() -> events.stream().filter((event) -> event.startsWith("-")).count() >= 6);
	}

	@Test
	void membersThatSubscribeDifferentlyHearOfIt() {
		Queue<String> conflicts = new ConcurrentLinkedQueue<>();
		PushConsumerOptions options = options().assignmentListener(new AssignmentListener() {

			@Override
			public void onSubscriptionConflict(String ours, String theirs) {
				conflicts.add(ours + " / " + theirs);
			}

		}).build();
		PushConsumerOptions others = PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.tags("created"))
			.build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, listener());
				RocketClient other = client();
				PushConsumer second = other.newPushConsumer(others, listener())) {
			await().atMost(PATIENCE)
				.until(() -> conflicts.contains("{" + this.topic + "=*} / {" + this.topic + "=created}"));
			assertThat(own(consumer)).isNotEmpty();
			assertThat(own(second)).isNotEmpty();
		}
	}

	@Test
	void conditionsOnPropertiesAreJudgedByTheBroker() {
		Filter filter = Filter.sql("amount > 100 AND region IN ('eu', 'us')");
		PushConsumerOptions options = PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, filter)
			.startPosition(StartPosition.FIRST)
			.build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, listener()); Producer producer = producer()) {
			List<String> wanted = new ArrayList<>();
			for (int i = 0; i < 12; i++) {
				SendResult sent = producer.send(Message.builder(this.topic)
					.property("amount", Integer.toString(i * 20))
					.property("region", (i % 2 == 0) ? "eu" : "asia")
					.body("x")
					.build());
				if (i > 5 && i % 2 == 0) {
					wanted.add(sent.messageId());
				}
			}
			await().atMost(PATIENCE).until(() -> this.got.size() >= wanted.size());
			await().atMost(PATIENCE).until(() -> consumer.lag().values().stream().allMatch((lag) -> lag == 0));
			assertThat(this.got).containsExactlyInAnyOrderElementsOf(wanted);
			assertThatExceptionOfType(BrokerException.class)
				.isThrownBy(() -> consumer.subscribe(this.topic, Filter.sql("amount > ")));
		}
	}

	@Test
	void aConditionThatIsNoneFailsTheStart() {
		PushConsumerOptions options = PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.sql("amount >> 3"))
			.build();
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> this.client.newPushConsumer(options, listener()))
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(23));
	}

	@Test
	void aMissingTopicMayFailTheStart() {
		PushConsumerOptions options = PushConsumerOptions.builder(this.group)
			.subscribe("no-such-" + this.topic, Filter.all())
			.missingTopic(MissingTopicPolicy.FAIL)
			.build();
		assertThatExceptionOfType(RouteNotFoundException.class)
			.isThrownBy(() -> this.client.newPushConsumer(options, listener()))
			.withMessageContaining("no-such-" + this.topic);
	}

	private RocketClient client() {
		return RocketClient.builder().nameServers(this.server.nameServers()).build();
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST);
	}

	private MessageListener listener() {
		return (message) -> {
			this.got.add(message.messageId());
			return ConsumeOutcome.SUCCESS;
		};
	}

	private Set<MessageQueue> own(PushConsumer consumer) {
		Set<MessageQueue> own = new HashSet<>(consumer.assignment());
		own.removeIf((queue) -> !queue.topic().equals(this.topic));
		return own;
	}

	/** A time after everything that was sent and before everything that will be. */
	private static Instant pauseOfTheClock() {
		Instant reached = Instant.now().plusMillis(50);
		await().until(() -> Instant.now().isAfter(reached.plusMillis(50)));
		return reached;
	}

	private DefaultMQPushConsumer official(Set<String> ids) throws Exception {
		DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(this.group, null,
				new AllocateMessageQueueConsistentHash());
		consumer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(consumer);
		consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		consumer.subscribe(this.topic, "*");
		consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
			messages.forEach((message) -> ids.add(message.getMsgId()));
			return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		});
		consumer.start();
		return consumer;
	}

	private Producer producer() {
		return this.client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build());
	}

	private List<SendResult> send(int count) {
		List<SendResult> sent = new ArrayList<>();
		try (Producer producer = producer()) {
			for (int i = 0; i < count; i++) {
				sent.add(producer.send(Message.builder(this.topic).body(Integer.toString(i)).build()));
			}
		}
		return sent;
	}

	private static List<String> ids(List<SendResult> sent) {
		return sent.stream().map(SendResult::messageId).toList();
	}

}
