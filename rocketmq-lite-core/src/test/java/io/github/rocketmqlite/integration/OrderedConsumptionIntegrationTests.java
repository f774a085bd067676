package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.RetryPolicy;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Ordered consumption against a real broker.
 */
@Timeout(240)
class OrderedConsumptionIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(OrderedConsumptionIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int JOINS = Integer.getInteger("orderedJoins", 5);

	/** What a listener takes while members join and leave. */
	private static final Duration LISTENER_TIME = Duration.ofMillis(Integer.getInteger("orderedListenerMillis", 20));

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final RocketClient client = client(this.server.nameServers());

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final OrderedBook book = new OrderedBook();

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void handlesTheMessagesOfEachQueueInTheirOrderAndOneAtATime() {
		this.server.createTopic(this.topic, 4);
		send(400);
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), this.book.exclusively((message) -> {
			LockSupport.parkNanos(message.queueOffset() % 7 * 100_000);
			return ConsumeOutcome.SUCCESS;
		}))) {
			await().atMost(PATIENCE).until(() -> this.book.count() == 400);
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
		}
		this.book.assertEachInOrder(4);
		assertThat(this.book.overlaps()).isZero();
		assertThat(committed(4)).isEqualTo(400);
	}

	@Test
	void triesAFailedMessageInItsPlaceAndGoesOnBehindItWhenItIsDead() {
		this.server.createTopic(this.topic, 1);
		send(4);
		Queue<String> calls = new ConcurrentLinkedQueue<>();
		try (PushConsumer consumer = this.client
			.newPushConsumer(options().maxReconsumeTimes(2).retryDelay(Duration.ofMillis(50)).build(), (message) -> {
				calls.add(message.queueOffset() + "/" + message.reconsumeTimes());
				Thread.currentThread().interrupt();
				if (message.queueOffset() == 1) {
					throw new IllegalStateException("thrown by a test");
				}
				return ConsumeOutcome.SUCCESS;
			})) {
			await().atMost(PATIENCE).until(() -> committed(1) == 4);
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(calls).containsExactly("0/0", "1/0", "1/1", "1/2", "2/0", "3/0");
		await().atMost(PATIENCE).until(() -> this.server.messages("%DLQ%" + this.group).size() == 1);
		assertThat(this.server.messages("%RETRY%" + this.group)).isEmpty();
	}

	@Test
	void aMessageIsDeadAtOnceIfTheListenerOrThePolicySaysSo() {
		this.server.createTopic(this.topic, 1);
		send(3);
		Queue<Long> calls = new ConcurrentLinkedQueue<>();
		PushConsumerOptions options = options().maxReconsumeTimes(PushConsumerOptions.UNLIMITED)
			.retryPolicy(RetryPolicy.fixed(Duration.ofMillis(10)).except(IllegalArgumentException.class))
			.build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			calls.add(message.queueOffset());
			return switch ((int) message.queueOffset()) {
				case 0 -> ConsumeOutcome.DEAD_LETTER;
				case 1 -> throw new IllegalArgumentException("thrown by a test");
				default -> ConsumeOutcome.SUCCESS;
			};
		})) {
			await().atMost(PATIENCE).until(() -> committed(1) == 3);
			assertThat(consumer.group()).isEqualTo(this.group);
		}
		assertThat(calls).containsExactly(0L, 1L, 2L);
		await().atMost(PATIENCE).until(() -> this.server.messages("%DLQ%" + this.group).size() == 2);
	}

	@Test
	void aSuspendedQueueWaitsWithoutCountingAttemptsWhileOthersGoOn() {
		this.server.createTopic(this.topic, 2);
		send(20);
		AtomicBoolean open = new AtomicBoolean();
		Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
		MessageListener listener = this.book.exclusively((message) -> {
			if (message.queue().queueId() == 0 && !open.get()) {
				attempts.add(message.reconsumeTimes());
				return ConsumeOutcome.suspend(Duration.ofMillis(50));
			}
			return ConsumeOutcome.SUCCESS;
		});
		try (PushConsumer consumer = this.client.newPushConsumer(options().maxReconsumeTimes(2).build(), listener)) {
			await().atMost(PATIENCE).until(() -> this.book.count() == 10 && attempts.size() > 5);
			assertThat(consumer.cachedMessages()).isEqualTo(10);
			open.set(true);
			await().atMost(PATIENCE).until(() -> this.book.count() == 20);
		}
		assertThat(attempts).containsOnly(0);
		this.book.assertEachInOrder(2);
		assertThat(this.server.messages("%DLQ%" + this.group)).isEmpty();
	}

	@Test
	void batchesOfAnOrderedQueueNeverRepeatWhatSucceeded() {
		this.server.createTopic(this.topic, 1);
		send(40);
		Map<Long, AtomicInteger> calls = new ConcurrentHashMap<>();
		PushConsumerOptions options = options().batchSize(10).retryDelay(Duration.ofMillis(10)).build();
		try (PushConsumer consumer = this.client.newBatchPushConsumer(options, (messages) -> {
			List<ConsumeOutcome> outcomes = new ArrayList<>();
			for (ReceivedMessage message : messages) {
				int times = calls.computeIfAbsent(message.queueOffset(), (first) -> new AtomicInteger())
					.incrementAndGet();
				boolean fails = message.queueOffset() % 4 == 0 && times < 3;
				outcomes.add(fails ? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS);
			}
			return outcomes;
		})) {
			await().atMost(PATIENCE).until(() -> committed(1) == 40);
			assertThat(consumer.assignment()).isNotEmpty();
		}
		calls.forEach((offset, times) -> assertThat(times).as("offset " + offset).hasValue((offset % 4 == 0) ? 3 : 1));
	}

	@Test
	void anAsynchronousListenerCommitsWhenItsFutureCompletes() {
		this.server.createTopic(this.topic, 1);
		send(3);
		Queue<CompletableFuture<ConsumeOutcome>> pending = new ConcurrentLinkedQueue<>();
		try (PushConsumer consumer = this.client.newAsyncPushConsumer(options().build(), (message) -> {
			CompletableFuture<ConsumeOutcome> outcome = new CompletableFuture<>();
			pending.add(outcome);
			return outcome;
		})) {
			for (int i = 0; i < 3; i++) {
				await().atMost(PATIENCE).until(() -> pending.size() == 1);
				assertThat(committed(1)).isLessThanOrEqualTo(i);
				pending.remove().complete(ConsumeOutcome.SUCCESS);
			}
			await().atMost(PATIENCE).until(() -> committed(1) == 3);
			assertThat(consumer.assignment()).isNotEmpty();
		}
	}

	@Test
	void membersJoinAndLeaveWithoutADuplicateOrAnOverlap() {
		this.server.createTopic(this.topic, 8);
		MessageListener listener = this.book.exclusively((message) -> {
			LockSupport.parkNanos(LISTENER_TIME.toNanos());
			return ConsumeOutcome.SUCCESS;
		});
		AtomicBoolean enough = new AtomicBoolean();
		int messages;
		try (RocketClient other = client(this.server.nameServers());
				PushConsumer permanent = this.client.newPushConsumer(options().build(), listener)) {
			CompletableFuture<Integer> sending = CompletableFuture.supplyAsync(() -> sendUntil(enough));
			for (int i = 0; i < JOINS; i++) {
				AtomicInteger taken = new AtomicInteger();
				PushConsumer guest = other.newPushConsumer(options().build(), (message) -> {
					taken.incrementAndGet();
					return listener.onMessage(message);
				});
				await().atMost(PATIENCE).until(() -> owned(guest) == 4 && owned(permanent) == 4);
				await().atMost(PATIENCE).until(() -> taken.get() > 20);
				guest.close();
				await().atMost(PATIENCE).until(() -> owned(permanent) == 8);
			}
			enough.set(true);
			messages = sending.join();
			await().atMost(PATIENCE).until(() -> this.book.count() >= messages);
			await().atMost(PATIENCE).until(() -> committed(8) == messages);
		}
		long duplicates = this.book.count() - messages;
		logger.info("ordered_joins={} leaves={} listener_ms={} messages={} lost=0 duplicates={} overlaps={}", JOINS,
				JOINS, LISTENER_TIME.toMillis(), messages, duplicates, this.book.overlaps());
		assertThat(duplicates).isZero();
		assertThat(this.book.overlaps()).isZero();
		this.book.assertEachInOrder(8);
	}

	@Test
	void aSuspensionThatLeavesTheThreadInterruptedCostsNothing() {
		this.server.createTopic(this.topic, 1);
		send(8);
		Queue<Long> calls = new ConcurrentLinkedQueue<>();
		MessageListener listener = this.book.exclusively((message) -> {
			boolean first = !calls.contains(message.queueOffset());
			calls.add(message.queueOffset());
			if (message.queueOffset() == 3 && first) {
				Thread.currentThread().interrupt();
				return ConsumeOutcome.suspend(Duration.ofMillis(50));
			}
			return ConsumeOutcome.SUCCESS;
		});
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), listener)) {
			await().atMost(PATIENCE).until(() -> committed(1) == 8);
			assertThat(consumer.isPaused()).isFalse();
		}
		logger.info("ordered_interrupts=1 messages=8 lost={} calls={}", 8 - this.book.count(), calls);
		assertThat(calls).containsExactly(0L, 1L, 2L, 3L, 3L, 4L, 5L, 6L, 7L);
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.ordered(true);
	}

	private void send(int count) {
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			for (int i = 0; i < count; i++) {
				producer.send(Message.builder(this.topic).body("message " + i).build());
			}
		}
	}

	/** Returns how many messages were sent. */
	private int sendUntil(AtomicBoolean enough) {
		long pause = LISTENER_TIME.toNanos() / 5;
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			int sent = 0;
			while (!enough.get()) {
				producer.send(Message.builder(this.topic).body("message " + sent++).build());
				LockSupport.parkNanos(pause);
			}
			return sent;
		}
	}

	private long committed(int queues) {
		long sum = 0;
		for (int queueId = 0; queueId < queues; queueId++) {
			sum += Math.max(0, this.server.consumerOffset(this.group, this.topic, queueId));
		}
		return sum;
	}

	private long owned(PushConsumer consumer) {
		return consumer.assignment().stream().filter((queue) -> queue.topic().equals(this.topic)).count();
	}

	private static RocketClient client(String nameServers) {
		return RocketClient.builder().nameServers(nameServers).build();
	}

}
