package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.command.UpdateOffsetRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class DefaultPushConsumerTests {

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final FakeCluster cluster = new FakeCluster();

	private final List<PushConsumer> closed = new CopyOnWriteArrayList<>();

	private Duration drainTimeout = Duration.ofSeconds(20);

	@BeforeEach
	void makeTopics() {
		this.cluster.topic("orders", 1);
	}

	@AfterEach
	void stopTimer() {
		this.timer.shutdownNow();
	}

	@Test
	void pullsItsFirstQueuesWhenStartReturns() {
		try (DefaultPushConsumer consumer = consumer((message) -> ConsumeOutcome.SUCCESS)) {
			consumer.start();
			assertThat(consumer.assignment()).containsExactly(TestMessage.QUEUE);
			assertThat(this.cluster.events).startsWith("join", "heartbeat").contains("pull 0 at 0");
		}
	}

	@Test
	void leavesNothingBehindWhenNoNameServerAnswers() {
		this.cluster.routeFailure = FakeCluster.connectionLost();
		DefaultPushConsumer consumer = consumer((message) -> ConsumeOutcome.SUCCESS);
		assertThatExceptionOfType(RocketConnectionException.class).isThrownBy(consumer::start);
		assertThat(this.cluster.events).isEmpty();
		assertThat(this.closed).containsExactly(consumer);
	}

	@Test
	void leavesTheGroupWhenTheFirstHeartbeatFails() {
		this.cluster.heartbeatFailure = FakeCluster.connectionLost();
		DefaultPushConsumer consumer = consumer((message) -> ConsumeOutcome.SUCCESS);
		assertThatExceptionOfType(RocketConnectionException.class).isThrownBy(consumer::start);
		assertThat(this.cluster.events).containsExactly("join", "heartbeat", "leave");
	}

	@Test
	void startsWithoutARoute() {
		this.cluster.topics().clear();
		try (DefaultPushConsumer consumer = consumer((message) -> ConsumeOutcome.SUCCESS)) {
			consumer.start();
			assertThat(consumer.assignment()).isEmpty();
		}
	}

	@Test
	void refusesNamesThatAreNone() {
		PushConsumerOptions options = PushConsumerOptions.builder("a group").subscribe("orders", Filter.all()).build();
		assertThatIllegalArgumentException().isThrownBy(
				() -> new DefaultPushConsumer(options, (message) -> ConsumeOutcome.SUCCESS, this.cluster, settings()))
			.withMessageContaining("a group");
	}

	@Test
	void waitsForRunningListenersThenCommitsThenLeaves() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch finish = new CountDownLatch(1);
		AtomicInteger interrupts = new AtomicInteger();
		DefaultPushConsumer consumer = consumer((message) -> {
			begun.countDown();
			try {
				finish.await();
			}
			catch (InterruptedException ex) {
				interrupts.incrementAndGet();
			}
			return ConsumeOutcome.SUCCESS;
		});
		consumer.start();
		deliver(0);
		await().until(() -> begun.getCount() == 0);
		assertThat(consumer.cachedMessages()).isEqualTo(1);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(consumer::close);
		await().until(() -> consumer.assignment().isEmpty());
		assertThat(closing).isNotDone();
		assertThat(this.cluster.events).doesNotContain("leave");
		finish.countDown();
		closing.get();
		assertThat(this.cluster.events).endsWith("commit 0 at 1", "leave");
		assertThat(interrupts).hasValue(0);
		assertThat(this.closed).containsExactly(consumer);
	}

	@Test
	void abandonsAListenerThatOutlastsTheDrainTimeout() {
		this.drainTimeout = Duration.ofMillis(50);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		DefaultPushConsumer consumer = consumer((message) -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return ConsumeOutcome.SUCCESS;
		});
		consumer.start();
		deliver(0);
		await().until(() -> begun.getCount() == 0);
		consumer.close();
		assertThat(this.cluster.events).endsWith("leave");
		await().until(() -> interrupted.getCount() == 0);
		assertThat(this.cluster.committed).containsEntry(TestMessage.QUEUE, 0L);
	}

	@Test
	void closesOnce() {
		DefaultPushConsumer consumer = consumer((message) -> ConsumeOutcome.SUCCESS);
		consumer.start();
		consumer.close();
		consumer.close();
		assertThat(this.cluster.events.stream().filter("leave"::equals)).hasSize(1);
		assertThat(this.closed).hasSize(1);
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(consumer::start);
	}

	@Test
	void closesWithoutTheBroker() {
		DefaultPushConsumer consumer = consumer((message) -> ConsumeOutcome.SUCCESS);
		consumer.start();
		deliver(0);
		this.cluster.failing.add(UpdateOffsetRequest.class);
		consumer.close();
		assertThat(this.cluster.events).endsWith("leave");
	}

	@Test
	void keepsTheCommitWhenTheClosingThreadIsInterrupted() {
		CountDownLatch begun = new CountDownLatch(1);
		DefaultPushConsumer consumer = consumer((message) -> {
			begun.countDown();
			new CountDownLatch(1).await();
			return ConsumeOutcome.SUCCESS;
		});
		consumer.start();
		deliver(0);
		await().until(() -> begun.getCount() == 0);
		Thread.currentThread().interrupt();
		consumer.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.cluster.events).endsWith("leave");
	}

	@Test
	void canBeClosedByItsOwnListener() {
		AtomicReference<DefaultPushConsumer> self = new AtomicReference<>();
		DefaultPushConsumer consumer = consumer((message) -> {
			Objects.requireNonNull(self.get()).close();
			return ConsumeOutcome.SUCCESS;
		});
		self.set(consumer);
		consumer.start();
		deliver(0);
		await().untilAsserted(() -> assertThat(this.cluster.events).endsWith("commit 0 at 1", "leave"));
	}

	@Test
	void pausesAndResumes() {
		AtomicInteger handled = new AtomicInteger();
		try (DefaultPushConsumer consumer = consumer((message) -> {
			handled.incrementAndGet();
			return ConsumeOutcome.SUCCESS;
		})) {
			consumer.start();
			consumer.pause();
			deliver(0);
			await().until(() -> consumer.cachedMessages() == 1);
			assertThat(consumer.isPaused()).isTrue();
			assertThat(consumer.assignment()).hasSize(1);
			assertThat(this.cluster.pulls).hasSize(1);
			consumer.resume();
			await().until(() -> handled.get() == 1);
			await().until(() -> this.cluster.pulls.size() == 2);
		}
	}

	private void deliver(long offset) {
		MessageQueue queue = TestMessage.QUEUE;
		this.cluster.pull(0)
			.answer()
			.complete(PullAnswers.found(offset + 1, PullAnswers.message(queue, offset, "created")));
	}

	private DefaultPushConsumer consumer(MessageListener listener) {
		PushConsumerOptions options = PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.all())
			.drainTimeout(this.drainTimeout)
			.build();
		return new DefaultPushConsumer(options, listener, this.cluster, settings());
	}

	private ConsumerSettings settings() {
		return new ConsumerSettings(this.timer, new ByteBudget(1_000_000), Duration.ofMillis(500),
				Duration.ofSeconds(5), this.closed::add, List.of(), Runnable::run);
	}

}
