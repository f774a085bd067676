package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The offsets at a real broker, looked at all the time, while two members commit as often
 * as they can and an operator moves the group back.
 */
@Timeout(180)
class OffsetResetIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(OffsetResetIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int QUEUES = 4;

	private static final int RESETS = 3;

	/** How many messages of each queue the operator skips. */
	private static final long START = 10;

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2);

	/** What was consumed since the last reset. */
	private final Map<MessageQueue, Set<Long>> consumed = new ConcurrentHashMap<>();

	/** Where the listener keeps a message of each queue while the operator resets. */
	private final Stop before = new Stop();

	/** Where it keeps the first message of each queue after the reset. */
	private final Stop after = new Stop();

	private final OffsetWatch watch = new OffsetWatch();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.server.createTopic(this.topic, QUEUES);
		this.client = client();
	}

	@AfterEach
	void stop() {
		this.before.open();
		this.after.open();
		this.background.shutdownNow();
		this.client.close();
	}

	@Test
	void offsetsOnlyGoForwardUnlessAnOperatorResetsThem() {
		try (RocketClient other = client(); Producer producer = producer()) {
			AtomicInteger sent = new AtomicInteger();
			while (sent.get() < QUEUES * START) {
				send(producer, sent);
			}
			Instant time = pauseOfTheClock();
			this.background.scheduleWithFixedDelay(this.watch::look, 0, 500, TimeUnit.MICROSECONDS);
			try (PushConsumer one = consumer(this.client); PushConsumer two = consumer(other)) {
				this.background.scheduleWithFixedDelay(() -> send(producer, sent), 0, 2, TimeUnit.MILLISECONDS);
				await().atMost(PATIENCE).until(() -> owned(one) == 2 && owned(two) == 2);
				for (int reset = 1; reset <= RESETS; reset++) {
					awaitProgress();
					reset(time);
				}
				awaitProgress();
			}
			logger.info("resets={} queues={} messages={} looks={} wrong_offsets={}", RESETS, QUEUES, sent,
					this.watch.looks, this.watch.wrong.size());
		}
		assertThat(this.watch.wrong).isEmpty();
	}

	/** Both members commit all that is there now. */
	private void awaitProgress() {
		Map<MessageQueue, Long> ends = new HashMap<>();
		queues().forEach((queue) -> ends.put(queue, this.server.maxOffset(this.topic, queue.queueId()) + 10));
		await().atMost(PATIENCE)
			.until(() -> queues().stream().allMatch((queue) -> committed(queue) >= ends.get(queue)));
	}

	/** Moves the group, and holds it where it begins until the offsets stand there. */
	private void reset(Instant time) {
		this.before.close(queues());
		this.before.awaitMessages();
		this.watch.rest();
		this.consumed.clear();
		this.after.close(queues());
		Map<MessageQueue, Long> moved = new HashMap<>();
		queues().forEach((queue) -> moved.put(queue, START));
		assertThat(this.client.admin().resetOffsets(this.group, this.topic, time)).isEqualTo(moved);
		// from then on no commit of what was before is under way
		this.after.awaitMessages();
		await().atMost(PATIENCE).until(() -> queues().stream().allMatch((queue) -> committed(queue) == START));
		this.watch.goOn();
		// what was handled meanwhile, and what is behind the first messages, moves
		// nothing
		this.before.open();
		long looks = this.watch.looks;
		await().atMost(PATIENCE).until(() -> this.watch.looks > looks + 100);
		assertThat(queues()).allMatch((queue) -> committed(queue) == START);
		this.after.open();
	}

	private ConsumeOutcome consume(ReceivedMessage message) {
		this.before.pass(message);
		if (message.queueOffset() == START) {
			this.after.pass(message);
		}
		this.consumed.computeIfAbsent(message.queue(), (queue) -> ConcurrentHashMap.newKeySet())
			.add(message.queueOffset());
		return ConsumeOutcome.SUCCESS;
	}

	private PushConsumer consumer(RocketClient of) {
		return of.newPushConsumer(PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.commitInterval(Duration.ofMillis(5))
			.build(), this::consume);
	}

	private Producer producer() {
		return this.client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).retries(0).build());
	}

	private void send(Producer producer, AtomicInteger number) {
		MessageQueue queue = queues().get(number.getAndIncrement() % QUEUES);
		producer.send(Message.builder(this.topic).body("x").build(), SendTarget.queue(queue));
	}

	private RocketClient client() {
		return RocketClient.builder().nameServers(this.server.nameServers()).requestTimeout(PATIENCE).build();
	}

	private long owned(PushConsumer consumer) {
		return consumer.assignment().stream().filter((queue) -> queue.topic().equals(this.topic)).count();
	}

	private long committed(MessageQueue queue) {
		return this.server.consumerOffset(this.group, this.topic, queue.queueId());
	}

	private List<MessageQueue> queues() {
		return IntStream.range(0, QUEUES)
			.mapToObj((id) -> new MessageQueue(this.topic, this.server.brokerName(), id))
			.toList();
	}

	/** A time after everything that was sent and before everything that will be. */
	private static Instant pauseOfTheClock() {
		Instant reached = Instant.now().plusMillis(50);
		await().until(() -> Instant.now().isAfter(reached.plusMillis(50)));
		return reached;
	}

	/** Keeps one message of each queue from being handled, as long as it is closed. */
	private static final class Stop {

		private final Map<MessageQueue, CompletableFuture<Boolean>> arrived = new ConcurrentHashMap<>();

		private volatile CompletableFuture<Boolean> opened = CompletableFuture.completedFuture(true);

		private void close(List<MessageQueue> queues) {
			this.opened = new CompletableFuture<>();
			queues.forEach((queue) -> this.arrived.put(queue, new CompletableFuture<>()));
		}

		private void open() {
			this.opened.complete(true);
		}

		private void awaitMessages() {
			this.arrived.values().forEach((first) -> first.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
		}

		private void pass(ReceivedMessage message) {
			CompletableFuture<Boolean> first = this.arrived.get(message.queue());
			if (first != null && first.complete(true)) {
				this.opened.join();
			}
		}

	}

	/**
	 * Looks at the offsets of all queues again and again: none goes back, and none goes
	 * beyond what was consumed, since the last reset if there was one.
	 */
	private final class OffsetWatch {

		private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

		private final Map<MessageQueue, Long> seen = new HashMap<>();

		/** Up to which offset all is consumed. */
		private final Map<MessageQueue, Long> prefix = new HashMap<>();

		private long start;

		private boolean resting;

		private volatile long looks;

		private synchronized void look() {
			if (!this.resting) {
				queues().forEach(this::look);
			}
			this.looks++;
		}

		private void look(MessageQueue queue) {
			long offset = committed(queue);
			Long before = this.seen.put(queue, offset);
			long end = this.prefix.getOrDefault(queue, this.start);
			Set<Long> all = OffsetResetIntegrationTests.this.consumed.getOrDefault(queue, Set.of());
			while (all.contains(end)) {
				end++;
			}
			this.prefix.put(queue, end);
			if ((before != null && offset < before) || offset > end) {
				this.wrong.add(queue + ": " + before + " -> " + offset + " when all before " + end + " was consumed");
			}
		}

		/** From now on an operator is at work. */
		private synchronized void rest() {
			this.resting = true;
			this.seen.clear();
			this.prefix.clear();
			this.start = START;
		}

		private synchronized void goOn() {
			this.resting = false;
		}

	}

}
