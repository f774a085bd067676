package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.consumer.Filter;
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
 * The kinds of listeners and what limits them, against a real broker whose delay levels
 * are one second each.
 */
@Timeout(120)
class ListenerIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(ListenerIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final Queue<String> calls = new ConcurrentLinkedQueue<>();

	private final RocketClient client = RocketClient.builder()
		.nameServers(this.server.nameServers())
		.consumeInterceptor(new ConsumeInterceptor() {

			@Override
			public void beforeConsume(ConsumeCall call) {
				ListenerIntegrationTests.this.calls.add("before");
			}

			@Override
			public void afterConsume(ConsumeCall call, ConsumeResult result) {
				ListenerIntegrationTests.this.calls.add(result.timedOut() ? "timed out" : "after");
			}

		})
		.build();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final Map<String, AtomicInteger> deliveries = new ConcurrentHashMap<>();

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void aBatchThatFailsInPartRepeatsOnlyWhatFailed() {
		this.server.createTopic(this.topic, 1);
		send(64);
		AtomicInteger largest = new AtomicInteger();
		try (PushConsumer consumer = this.client.newBatchPushConsumer(options().batchSize(16).build(), (messages) -> {
			largest.accumulateAndGet(messages.size(), Math::max);
			return messages.stream().map((message) -> {
				int times = delivered(message.messageId());
				return (times == 1 && message.queueOffset() % 8 == 0 && message.queue().topic().equals(message.topic()))
						? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS;
			}).toList();
		})) {
			await().atMost(PATIENCE).until(() -> total() == 64 + 8);
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
		}
		assertThat(this.deliveries).hasSize(64);
		assertThat(largest).hasValueBetween(2, 16);
	}

	@Test
	void closingWaitsForWhatAnAsynchronousListenerHasNotFinished() {
		this.server.createTopic(this.topic, 2);
		send(10);
		Queue<CompletableFuture<ConsumeOutcome>> pending = new ConcurrentLinkedQueue<>();
		PushConsumer consumer = this.client.newAsyncPushConsumer(options().concurrency(10).build(), (message) -> {
			delivered(message.messageId());
			CompletableFuture<ConsumeOutcome> outcome = new CompletableFuture<>();
			pending.add(outcome);
			return outcome;
		});
		await().atMost(PATIENCE).until(() -> pending.size() == 10);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(consumer::close);
		await().atMost(PATIENCE).until(() -> consumer.assignment().isEmpty());
		assertThat(closing).isNotDone();
		pending.forEach((outcome) -> outcome.complete(ConsumeOutcome.SUCCESS));
		closing.join();
		assertThat(committed(2)).isEqualTo(10);
		assertThat(total()).isEqualTo(10);
	}

	@Test
	void aListenerThatRunsTooLongHoldsUpItsQueueNoLonger() {
		this.server.createTopic(this.topic, 1);
		CountDownLatch release = new CountDownLatch(1);
		PushConsumerOptions options = options().consumeTimeout(Duration.ofMillis(500)).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			if (delivered(message.messageId()) == 1 && message.queueOffset() == 1) {
				release.await();
			}
			return ConsumeOutcome.SUCCESS;
		})) {
			send(5);
			await().atMost(PATIENCE).until(() -> committed(1) == 5);
			await().atMost(PATIENCE).until(() -> total() == 6);
			release.countDown();
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
		}
		assertThat(this.calls).contains("timed out");
		assertThat(this.calls.stream().filter("before"::equals)).hasSize(6);
		assertThat(this.calls.stream().filter((call) -> !call.equals("before"))).hasSize(6);
	}

	@Test
	void anOrderedQueueWaitsForAListenerThatRunsTooLong() {
		this.server.createTopic(this.topic, 1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger reports = new AtomicInteger();
		PushConsumerOptions options = options().ordered(true)
			.consumeTimeout(Duration.ofMillis(100))
			.interceptor(new ConsumeInterceptor() {

				@Override
				public void onTimeout(ConsumeCall call, Duration running) {
					reports.incrementAndGet();
				}

			})
			.build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			delivered(message.messageId());
			release.await();
			return ConsumeOutcome.SUCCESS;
		})) {
			send(3);
			await().atMost(PATIENCE).until(() -> reports.get() >= 3);
			assertThat(total()).isEqualTo(1);
			release.countDown();
			await().atMost(PATIENCE).until(() -> committed(1) == 3);
			assertThat(consumer.assignment()).isNotEmpty();
		}
		assertThat(total()).isEqualTo(3);
	}

	@Test
	void runsOnThreadsOfTheApplicationAndVirtualOnesIfThereAre() throws Exception {
		this.server.createTopic(this.topic, 2);
		send(50);
		AtomicBoolean virtual = new AtomicBoolean(true);
		try (Closeable executor = new Closeable(executor());
				PushConsumer consumer = this.client.newPushConsumer(options().executor(executor.executor()).build(),
						(message) -> {
							virtual.compareAndSet(true, isVirtual(Thread.currentThread()));
							delivered(message.messageId());
							return ConsumeOutcome.SUCCESS;
						})) {
			await().atMost(PATIENCE).until(() -> committed(2) == 50);
			assertThat(consumer.concurrency()).isEqualTo(20);
		}
		assertThat(virtual.get()).isEqualTo(Runtime.version().feature() >= 21);
	}

	@Test
	void theNumberOfMessagesInASecondMayBeLimitedAndFreed() {
		this.server.createTopic(this.topic, 2);
		send(200);
		AtomicLong first = new AtomicLong();
		try (PushConsumer consumer = this.client.newPushConsumer(options().maxMessagesPerSecond(20).build(),
				(message) -> {
					first.compareAndSet(0, System.nanoTime());
					delivered(message.messageId());
					return ConsumeOutcome.SUCCESS;
				})) {
			await().atMost(PATIENCE).until(() -> total() >= 40);
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - first.get());
			logger.info("rate_limit_per_s=20 messages={} ms={}", total(), millis);
			assertThat(millis).isGreaterThan(1500);
			consumer.maxMessagesPerSecond(0);
			await().atMost(PATIENCE).until(() -> this.deliveries.size() == 200);
			assertThat(consumer.maxMessagesPerSecond()).isZero();
		}
	}

	@Test
	void theConcurrencyMayChangeWhileTheConsumerRuns() {
		this.server.createTopic(this.topic, 2);
		send(60);
		AtomicInteger running = new AtomicInteger();
		CountDownLatch release = new CountDownLatch(1);
		try (PushConsumer consumer = this.client.newPushConsumer(options().concurrency(2).build(), (message) -> {
			running.incrementAndGet();
			release.await();
			return ConsumeOutcome.SUCCESS;
		})) {
			await().atMost(PATIENCE).until(() -> running.get() == 2);
			consumer.concurrency(30);
			await().atMost(PATIENCE).until(() -> running.get() == 30);
			release.countDown();
			await().atMost(PATIENCE).until(() -> committed(2) == 60);
		}
	}

	@Test
	void aTopicHoldsNoMoreThanItMayWhileItsListenerIsStalled() {
		this.server.createTopic(this.topic, 8);
		send(1000);
		CountDownLatch release = new CountDownLatch(1);
		PushConsumerOptions options = options().maxCachedMessagesPerTopic(100).pullBatchSize(8).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			release.await();
			delivered(message.messageId());
			return ConsumeOutcome.SUCCESS;
		})) {
			// answers that do not fit any more wait at the broker
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() > 100 - 8);
			await().during(Duration.ofSeconds(1)).until(() -> consumer.cachedMessages() <= 100);
			release.countDown();
			await().atMost(PATIENCE).until(() -> this.deliveries.size() == 1000);
		}
	}

	@Test
	void aQueueHoldsNoMoreBytesThanItMayAndGoesNoFurtherThanItsSpan() {
		this.server.createTopic(this.topic, 1);
		send(500);
		CountDownLatch release = new CountDownLatch(1);
		PushConsumerOptions options = options().maxSpanPerQueue(100).pullBatchSize(10).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			if (message.queueOffset() == 0) {
				release.await();
			}
			delivered(message.messageId());
			return ConsumeOutcome.SUCCESS;
		})) {
			await().atMost(PATIENCE).until(() -> total() == 99);
			await().during(Duration.ofMillis(500)).until(() -> total() == 99);
			release.countDown();
			await().atMost(PATIENCE).until(() -> total() == 500);
			assertThat(consumer.cachedMessages()).isLessThanOrEqualTo(1);
		}
		CountDownLatch second = new CountDownLatch(1);
		PushConsumerOptions few = PushConsumerOptions.builder(this.group + "-bytes")
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.maxCachedBytesPerQueue(2000)
			.pullBatchSize(4)
			.build();
		try (PushConsumer consumer = this.client.newPushConsumer(few, (message) -> {
			second.await();
			return ConsumeOutcome.SUCCESS;
		})) {
			await().atMost(PATIENCE).until(() -> consumer.cachedBytes() >= 2000);
			await().during(Duration.ofMillis(500)).until(() -> consumer.cachedBytes() < 4000);
			second.countDown();
		}
	}

	@Test
	void aPolicyDecidesHowOftenAMessageIsTried() {
		this.server.createTopic(this.topic, 1);
		send(1);
		Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
		PushConsumerOptions options = options()
			.retryPolicy(RetryPolicy.exponential(Duration.ofMillis(500), Duration.ofSeconds(20)).atMost(3))
			.build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			attempts.add(message.reconsumeTimes());
			throw new IllegalStateException("thrown by a test");
		})) {
			await().atMost(PATIENCE).until(() -> this.server.messages("%DLQ%" + this.group).size() == 1);
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(attempts).containsExactly(0, 1, 2);
	}

	private static ExecutorService executor() throws ReflectiveOperationException {
		return (Runtime.version().feature() >= 21)
				? (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
				: Executors.newCachedThreadPool();
	}

	private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
		return Runtime.version().feature() >= 21 && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST);
	}

	private int delivered(String id) {
		return this.deliveries.computeIfAbsent(id, (key) -> new AtomicInteger()).incrementAndGet();
	}

	private int total() {
		return this.deliveries.values().stream().mapToInt(AtomicInteger::get).sum();
	}

	private void send(int count) {
		ProducerOptions patient = ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build();
		try (Producer producer = this.client.newProducer(patient)) {
			for (int i = 0; i < count; i++) {
				producer.send(Message.builder(this.topic).body("message " + i).build());
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

	/**
	 * Ends an executor, which cannot do so itself on Java 17.
	 */
	private record Closeable(ExecutorService service) implements AutoCloseable {

		Executor executor() {
			return this.service;
		}

		@Override
		public void close() {
			this.service.shutdown();
		}

	}

}
