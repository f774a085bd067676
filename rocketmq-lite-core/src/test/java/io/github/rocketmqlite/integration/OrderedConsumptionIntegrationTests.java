package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
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
import io.github.rocketmqlite.test.BrokerProcess;
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

	/** With 45 seconds the broker keeps its locks as long as by default. */
	private static final int LISTENER_SECONDS = Integer.getInteger("orderedListenerSeconds", 6);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final RocketClient client = client(this.server.nameServers());

	private final String topic = Names.topic();

	private final String group = Names.group();

	/** The offsets that were finished, queue by queue. */
	private final Map<MessageQueue, Queue<Long>> handled = new ConcurrentHashMap<>();

	private final Set<MessageQueue> busy = ConcurrentHashMap.newKeySet();

	private final AtomicInteger overlaps = new AtomicInteger();

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void handlesTheMessagesOfEachQueueInTheirOrderAndOneAtATime() {
		this.server.createTopic(this.topic, 4);
		send(400);
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), exclusively((message) -> {
			LockSupport.parkNanos(message.queueOffset() % 7 * 100_000);
			return ConsumeOutcome.SUCCESS;
		}))) {
			await().atMost(PATIENCE).until(() -> handledCount() == 400);
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
		}
		assertEachInOrder(4);
		assertThat(this.overlaps).hasValue(0);
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
		MessageListener listener = exclusively((message) -> {
			if (message.queue().queueId() == 0 && !open.get()) {
				attempts.add(message.reconsumeTimes());
				return ConsumeOutcome.suspend(Duration.ofMillis(50));
			}
			return ConsumeOutcome.SUCCESS;
		});
		try (PushConsumer consumer = this.client.newPushConsumer(options().maxReconsumeTimes(2).build(), listener)) {
			await().atMost(PATIENCE).until(() -> handledCount() == 10 && attempts.size() > 5);
			assertThat(consumer.cachedMessages()).isEqualTo(10);
			open.set(true);
			await().atMost(PATIENCE).until(() -> handledCount() == 20);
		}
		assertThat(attempts).containsOnly(0);
		assertEachInOrder(2);
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
	void membersJoinAndLeaveWithoutADuplicateOrAnOverlap() {
		this.server.createTopic(this.topic, 8);
		MessageListener listener = exclusively((message) -> {
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
			return ConsumeOutcome.SUCCESS;
		});
		int joins = Integer.getInteger("orderedJoins", 3);
		int messages = 400 * joins;
		try (RocketClient other = client(this.server.nameServers());
				PushConsumer permanent = this.client.newPushConsumer(options().build(), listener)) {
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
			await().atMost(PATIENCE).until(() -> handledCount() >= messages);
			await().atMost(PATIENCE).until(() -> committed(8) == messages);
		}
		long duplicates = handledCount() - messages;
		logger.info("ordered_joins_and_leaves={} duplicates={} overlaps={}", joins, duplicates, this.overlaps);
		assertThat(duplicates).isZero();
		assertThat(this.overlaps).hasValue(0);
		assertEachInOrder(8);
	}

	@Test
	void noRivalGetsAQueueBeforeItsListenerHasEnded() {
		Duration lockLife = (LISTENER_SECONDS >= 45) ? Duration.ofSeconds(60) : Duration.ofSeconds(3);
		try (BrokerProcess broker = BrokerProcess.builder()
			.jvmArgument("-Drocketmq.broker.rebalance.lockMaxLiveTime=" + lockLife.toMillis())
			.start();
				RocketClient first = client(broker.nameServers());
				RocketClient second = client(broker.nameServers())) {
			broker.createTopic(this.topic, 2);
			send(first, 8);
			Duration renewal = (LISTENER_SECONDS >= 45) ? Duration.ofSeconds(10) : Duration.ofSeconds(1);
			PushConsumerOptions options = options().lockRenewInterval(renewal)
				.drainTimeout(Duration.ofSeconds(1))
				.build();
			Queue<String> begun = new ConcurrentLinkedQueue<>();
			MessageListener listener = exclusively((message) -> {
				begun.add("first");
				if (message.queueOffset() == 0) {
					LockSupport.parkNanos(Duration.ofSeconds(LISTENER_SECONDS).toNanos());
				}
				return ConsumeOutcome.SUCCESS;
			});
			PushConsumer owner = first.newPushConsumer(options, listener);
			await().atMost(PATIENCE).until(() -> begun.size() == 2);
			MessageListener rivalListener = exclusively((message) -> {
				begun.add("rival");
				return ConsumeOutcome.SUCCESS;
			});
			try (PushConsumer rival = second.newPushConsumer(options, rivalListener)) {
				await().atMost(PATIENCE).until(() -> owned(rival) == 1 && owned(owner) == 1);
				await().atMost(PATIENCE).until(() -> handledCount() == 8);
				assertThat(begun).contains("rival");
				await().during(Duration.ofSeconds(1)).until(() -> handledCount() == 8);
			}
			owner.close();
			logger.info("ordered_listener_s={} lock_life_s={} overlaps={} duplicates={}", LISTENER_SECONDS,
					lockLife.toSeconds(), this.overlaps, handledCount() - 8);
		}
		assertThat(this.overlaps).hasValue(0);
		assertEachInOrder(2);
	}

	/** Books what a listener handled and whether two of one queue ran together. */
	private MessageListener exclusively(MessageListener listener) {
		return (message) -> {
			boolean alone = this.busy.add(message.queue());
			if (!alone) {
				this.overlaps.incrementAndGet();
			}
			try {
				ConsumeOutcome outcome = listener.onMessage(message);
				if (outcome.equals(ConsumeOutcome.SUCCESS)) {
					this.handled.computeIfAbsent(message.queue(), (first) -> new ConcurrentLinkedQueue<>())
						.add(message.queueOffset());
				}
				return outcome;
			}
			finally {
				if (alone) {
					this.busy.remove(message.queue());
				}
			}
		};
	}

	private void assertEachInOrder(int queues) {
		assertThat(this.handled).hasSize(queues);
		this.handled.values().forEach((offsets) -> {
			List<Long> expected = new ArrayList<>();
			for (long offset = 0; offset < offsets.size(); offset++) {
				expected.add(offset);
			}
			assertThat(offsets).containsExactlyElementsOf(expected);
		});
	}

	private long handledCount() {
		return this.handled.values().stream().mapToLong(Queue::size).sum();
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.ordered(true);
	}

	private void send(int count) {
		send(this.client, count);
	}

	private void send(RocketClient sender, int count) {
		try (Producer producer = sender.newProducer(ProducerOptions.builder(Names.group()).build())) {
			for (int i = 0; i < count; i++) {
				producer.send(Message.builder(this.topic).body("message " + i).build());
			}
		}
	}

	private void sendPaced(int count) {
		try (Producer producer = this.client.newProducer(ProducerOptions.builder(Names.group()).build())) {
			for (int i = 0; i < count; i++) {
				producer.send(Message.builder(this.topic).body("message " + i).build());
				LockSupport.parkNanos(Duration.ofMillis(4).toNanos());
			}
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
