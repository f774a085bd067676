package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.Message;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The push consumer against a real broker whose delay levels are one second each.
 */
@Timeout(120)
class PushConsumerIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(PushConsumerIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
		.brokerProperty("messageDelayLevel", "1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s")
		.start();

	private final RocketClient client = RocketClient.builder().nameServers(server.nameServers()).build();

	private final String topic = "orders-" + NAMES.incrementAndGet();

	private final String group = "billing-" + NAMES.incrementAndGet();

	private final Map<String, AtomicInteger> deliveries = new ConcurrentHashMap<>();

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void deliversTheFirstMessageOfABacklogSoonAfterTheStart() {
		server.createTopic(this.topic, 8);
		send(100);
		AtomicLong first = new AtomicLong();
		try (RocketClient fresh = RocketClient.builder().nameServers(server.nameServers()).build()) {
			long started = System.nanoTime();
			PushConsumer consumer = fresh.newPushConsumer(options().build(), (message) -> {
				first.compareAndSet(0, System.nanoTime());
				return delivered(message.messageId());
			});
			await().atMost(PATIENCE).until(() -> this.deliveries.size() == 100);
			long millis = TimeUnit.NANOSECONDS.toMillis(first.get() - started);
			logger.info("start_to_first_message_ms={}", millis);
			assertThat(millis).isLessThan(PATIENCE.toMillis() / 4);
			assertThat(consumer.assignment().stream().filter((queue) -> queue.topic().equals(this.topic))).hasSize(8);
		}
		assertThat(duplicates()).isZero();
	}

	@Test
	void retriesAFailingMessageAndThenGivesItToTheDeadLetterTopic() {
		server.createTopic(this.topic, 1);
		Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
		Queue<String> topics = new ConcurrentLinkedQueue<>();
		try (PushConsumer consumer = this.client.newPushConsumer(options().maxReconsumeTimes(2).build(), (message) -> {
			attempts.add(message.reconsumeTimes());
			topics.add(message.topic());
			throw new IllegalStateException("thrown by a test");
		})) {
			send(1);
			await().atMost(PATIENCE).until(() -> server.messages("%DLQ%" + this.group).size() == 1);
			assertThat(attempts).containsExactly(0, 1, 2);
			assertThat(topics).containsOnly(this.topic);
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void givesAMessageToTheDeadLetterTopicAtOnceWhenToldTo() {
		server.createTopic(this.topic, 1);
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), (message) -> {
			delivered(message.messageId());
			return ConsumeOutcome.DEAD_LETTER;
		})) {
			send(3);
			await().atMost(PATIENCE).until(() -> server.messages("%DLQ%" + this.group).size() == 3);
			assertThat(this.deliveries).hasSize(3);
			assertThat(duplicates()).isZero();
			assertThat(consumer.group()).isEqualTo(this.group);
		}
	}

	@Test
	void losesNothingWhenListenersLeaveTheirThreadsInterrupted() {
		server.createTopic(this.topic, 2);
		MessageListener listener = (message) -> {
			delivered(message.messageId());
			Thread.currentThread().interrupt();
			return (message.reconsumeTimes() == 0) ? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS;
		};
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), listener)) {
			send(20);
			await().atMost(PATIENCE)
				.until(() -> this.deliveries.values().stream().filter((count) -> count.get() == 2).count() == 20);
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
		}
		long lost = this.deliveries.values().stream().filter((count) -> count.get() < 2).count();
		logger.info("interrupted_failures=20 lost={}", lost);
		assertThat(lost).isZero();
		assertThat(committed(2)).isEqualTo(20);
	}

	@Test
	void oneInterruptAmongSixThousandSuccessesRepeatsNothingAfterARestart() {
		server.createTopic(this.topic, 4);
		int messages = 6000;
		send(messages);
		AtomicInteger calls = new AtomicInteger();
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), (message) -> {
			if (calls.incrementAndGet() == 4) {
				Thread.currentThread().interrupt();
			}
			return delivered(message.messageId());
		})) {
			await().atMost(PATIENCE).until(() -> this.deliveries.size() == messages);
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(committed(4)).isEqualTo(messages);
		try (PushConsumer again = this.client.newPushConsumer(options().build(),
				(message) -> delivered(message.messageId()))) {
			await().during(Duration.ofSeconds(1)).until(() -> duplicates() == 0);
			assertThat(again.assignment()).isNotEmpty();
		}
		logger.info("interrupts_of_6000=1 repeated={}", duplicates());
	}

	@Test
	void deliversNothingTwiceWhenItIsClosedWithBusyListeners() {
		server.createTopic(this.topic, 4);
		AtomicInteger interrupts = new AtomicInteger();
		CountDownLatch busy = new CountDownLatch(20);
		CountDownLatch goOn = new CountDownLatch(1);
		MessageListener listener = (message) -> {
			busy.countDown();
			try {
				goOn.await();
			}
			catch (InterruptedException ex) {
				interrupts.incrementAndGet();
			}
			return delivered(message.messageId());
		};
		send(400);
		PushConsumer first = this.client.newPushConsumer(options().build(), listener);
		await().atMost(PATIENCE).until(() -> busy.getCount() == 0);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(first::close);
		await().atMost(PATIENCE).until(() -> first.assignment().isEmpty());
		assertThat(closing).isNotDone();
		goOn.countDown();
		closing.join();
		int handled = this.deliveries.size();
		assertThat(handled).isEqualTo(20);
		try (PushConsumer second = this.client.newPushConsumer(options().build(),
				(message) -> delivered(message.messageId()))) {
			await().atMost(PATIENCE).until(() -> this.deliveries.size() == 400);
			assertThat(second.assignment()).isNotEmpty();
		}
		logger.info("handled_before_close={} duplicates={} interrupts={}", handled, duplicates(), interrupts);
		assertThat(interrupts).hasValue(0);
		assertThat(duplicates()).isZero();
	}

	@Test
	void movesQueuesWhileListenersRunWithHardlyADuplicate() {
		server.createTopic(this.topic, 8);
		MessageListener listener = (message) -> {
			LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
			return delivered(message.messageId());
		};
		int joins = 5;
		int messages = 3000;
		try (PushConsumer permanent = this.client.newPushConsumer(options().build(), listener);
				RocketClient other = RocketClient.builder().nameServers(server.nameServers()).build()) {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendPaced(messages));
			for (int i = 0; i < joins; i++) {
				AtomicInteger taken = new AtomicInteger();
				PushConsumer guest = other.newPushConsumer(options().build(), (message) -> {
					taken.incrementAndGet();
					return listener.onMessage(message);
				});
				await().atMost(PATIENCE).until(() -> owned(guest) == 4 && owned(permanent) == 4);
				await().atMost(PATIENCE).until(() -> taken.get() > 20 || sending.isDone());
				guest.close();
				await().atMost(PATIENCE).until(() -> owned(permanent) == 8);
			}
			sending.join();
			await().atMost(PATIENCE).until(() -> this.deliveries.size() == messages);
		}
		logger.info("joins={} leaves={} messages={} lost={} duplicates={}", joins, joins, messages,
				messages - this.deliveries.size(), duplicates());
		assertThat(duplicates()).isLessThanOrEqualTo(joins);
	}

	@Test
	void receivesOnlyWhatIsSentFromNowOnByDefault() {
		server.createTopic(this.topic, 4);
		send(40);
		try (PushConsumer consumer = this.client.newPushConsumer(options().startPosition(StartPosition.LAST).build(),
				(message) -> delivered(message.body().length + "-" + message.messageId()))) {
			List<String> sent = send(10);
			await().atMost(PATIENCE).until(() -> this.deliveries.size() == sent.size());
			await().during(Duration.ofMillis(500)).until(() -> this.deliveries.size() == sent.size());
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void missesNothingOfATopicThatIsMadeByItsFirstMessage() {
		try (PushConsumer consumer = this.client.newPushConsumer(options().startPosition(StartPosition.LAST).build(),
				(message) -> delivered(message.messageId()))) {
			List<String> sent = send(3);
			await().atMost(PATIENCE).until(() -> this.deliveries.keySet().containsAll(sent));
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void missesNothingOfQueuesThatAreAddedWhileItRuns() {
		server.createTopic(this.topic, 1);
		try (RocketClient fresh = RocketClient.builder()
			.nameServers(server.nameServers())
			.routeRefreshInterval(Duration.ofSeconds(1))
			.build();
				PushConsumer consumer = fresh.newPushConsumer(options().startPosition(StartPosition.LAST).build(),
						(message) -> delivered(message.messageId()))) {
			server.createTopic(this.topic, 4);
			List<String> sent = send(8);
			await().atMost(PATIENCE).until(() -> this.deliveries.keySet().containsAll(sent));
			assertThat(consumer.assignment().stream().filter((queue) -> queue.topic().equals(this.topic))).hasSize(4);
		}
	}

	@Test
	void receivesOnlyTheTagsItAskedForThoughTheirHashesAreTheSame() {
		server.createTopic(this.topic, 1);
		// "Aa" and "BB" have the same hash code
		try (PushConsumer consumer = this.client.newPushConsumer(
				options().subscribe(this.topic, Filter.tags("Aa")).build(),
				(message) -> delivered(message.messageId())); Producer producer = producer()) {
			producer.send(Message.builder(this.topic).tag("BB").body("no").build());
			String wanted = producer.send(Message.builder(this.topic).tag("Aa").body("yes").build()).messageId();
			producer.send(Message.builder(this.topic).tag("BB").body("no").build());
			await().atMost(PATIENCE).until(() -> committed(1) == 3);
			assertThat(this.deliveries).containsOnlyKeys(wanted);
			assertThat(consumer.cachedBytes()).isZero();
		}
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST);
	}

	private List<String> send(int count) {
		try (Producer producer = producer()) {
			Queue<String> ids = new ConcurrentLinkedQueue<>();
			for (int i = 0; i < count; i++) {
				ids.add(producer.send(Message.builder(this.topic).body("message " + i).build()).messageId());
			}
			return List.copyOf(ids);
		}
	}

	private void sendPaced(int count) {
		try (Producer producer = producer()) {
			for (int i = 0; i < count; i++) {
				producer.send(Message.builder(this.topic).body("message " + i).build());
				LockSupport.parkNanos(Duration.ofMillis(3).toNanos());
			}
		}
	}

	private Producer producer() {
		return this.client.newProducer(ProducerOptions.builder("sender-" + NAMES.incrementAndGet()).build());
	}

	private ConsumeOutcome delivered(String id) {
		this.deliveries.computeIfAbsent(id, (key) -> new AtomicInteger()).incrementAndGet();
		return ConsumeOutcome.SUCCESS;
	}

	private int duplicates() {
		return this.deliveries.values().stream().mapToInt((count) -> count.get() - 1).sum();
	}

	private long committed(int queues) {
		long sum = 0;
		for (int queueId = 0; queueId < queues; queueId++) {
			sum += Math.max(0, server.consumerOffset(this.group, this.topic, queueId));
		}
		return sum;
	}

	private long owned(PushConsumer consumer) {
		return consumer.assignment().stream().filter((queue) -> queue.topic().equals(this.topic)).count();
	}

}
