package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class ConcurrentDispatcherTests {

	private static final int CONCURRENCY = 4;

	private final ManualTimer timer = new ManualTimer();

	private final AtomicLong nanos = new AtomicLong();

	private final FakeCluster cluster = new FakeCluster();

	private final ByteBudget budget = new ByteBudget(10_000_000);

	private PushConsumerOptions.Builder options = PushConsumerOptions.builder("billing")
		.subscribe("orders", Filter.all())
		.concurrency(CONCURRENCY);

	private final Queue<Long> handled = new ConcurrentLinkedQueue<>();

	private final QueueBuffer buffer = buffer(0);

	private ConcurrentDispatcher dispatcher = dispatcher((message) -> ConsumeOutcome.SUCCESS);

	@AfterEach
	void closeDispatcher() {
		this.dispatcher.close();
	}

	@Test
	void handlesEveryMessageOnceAndCommitsAll() {
		this.dispatcher = dispatcher((message) -> {
			this.handled.add(message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 900);
		await().until(() -> this.buffer.commitOffset() == 900);
		assertThat(this.handled).hasSize(900).doesNotHaveDuplicates();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void neverRunsMoreListenersThanItMay() {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch full = new CountDownLatch(CONCURRENCY);
		this.dispatcher = dispatcher((message) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			full.countDown();
			full.await();
			running.decrementAndGet();
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 200);
		await().until(() -> this.buffer.commitOffset() == 200);
		assertThat(most).hasValue(CONCURRENCY);
	}

	@Test
	void keepsNobodyWaitingBehindASlowListener() {
		CountDownLatch release = new CountDownLatch(1);
		this.dispatcher = dispatcher((message) -> {
			if (message.queueOffset() == 0) {
				release.await();
			}
			this.handled.add(message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 900);
		await().until(() -> this.handled.size() == 899);
		assertThat(this.buffer.commitOffset()).isZero();
		release.countDown();
		await().until(() -> this.buffer.commitOffset() == 900);
	}

	@Test
	void letsQueuesTakeTurns() {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		Queue<Integer> order = new ConcurrentLinkedQueue<>();
		this.options = this.options.concurrency(1);
		this.dispatcher = dispatcher((message) -> {
			begun.countDown();
			go.await();
			order.add(message.queue().queueId());
			return ConsumeOutcome.SUCCESS;
		});
		QueueBuffer other = buffer(1);
		fill(this.buffer, 4);
		awaitZero(begun);
		fill(other, 2);
		go.countDown();
		await().until(() -> order.size() == 6);
		assertThat(order).containsExactly(0, 0, 1, 0, 1, 0);
	}

	@Test
	void clearsTheInterruptThatAListenerLeaves() {
		AtomicInteger interruptedBefore = new AtomicInteger();
		this.dispatcher = dispatcher((message) -> {
			if (Thread.currentThread().isInterrupted()) {
				interruptedBefore.incrementAndGet();
			}
			Thread.currentThread().interrupt();
			return (message.queueOffset() % 2 == 0) ? ConsumeOutcome.SUCCESS : ConsumeOutcome.RETRY;
		});
		fill(this.buffer, 20);
		await().until(() -> this.buffer.commitOffset() == 20);
		assertThat(interruptedBefore).hasValue(0);
		assertThat(this.cluster.requests(SendBackRequest.class)).hasSize(10);
	}

	@Test
	@SuppressWarnings("NullAway") // listeners do such things
	void takesErrorsExceptionsAndNullForRetry() {
		this.dispatcher = dispatcher((message) -> {
			switch ((int) message.queueOffset()) {
				case 0 -> throw new StackOverflowError("thrown by a test");
				case 1 -> throw new Exception("thrown by a test");
				case 2 -> {
					return null;
				}
				default -> {
					return ConsumeOutcome.SUCCESS;
				}
			}
		});
		fill(this.buffer, 5);
		await().until(() -> this.buffer.commitOffset() == 5);
		assertThat(this.cluster.requests(SendBackRequest.class)).extracting(SendBackRequest::originMessageId)
			.containsExactlyInAnyOrder("id-0", "id-1", "id-2");
	}

	@Test
	void handsOutNothingWhilePaused() {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.options = this.options.concurrency(1);
		this.dispatcher = dispatcher((message) -> {
			begun.countDown();
			go.await();
			this.handled.add(message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 300);
		awaitZero(begun);
		this.dispatcher.pause();
		go.countDown();
		await().until(() -> this.buffer.readyMessages() == 299);
		assertThat(this.handled).containsExactly(0L);
		this.dispatcher.resume();
		await().until(() -> this.buffer.commitOffset() == 300);
	}

	@Test
	void dropsTheRestOfASliceWhenItsQueueIsLost() {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.options = this.options.concurrency(1);
		this.dispatcher = dispatcher((message) -> {
			begun.countDown();
			go.await();
			this.handled.add(message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 300);
		awaitZero(begun);
		assertThat(this.buffer.close()).isNotDone();
		go.countDown();
		await().until(() -> this.buffer.close().isDone());
		assertThat(this.handled).containsExactly(0L);
		assertThat(this.buffer.commitOffset()).isEqualTo(1);
	}

	@Test
	void triesAgainWhenTheExecutorRefuses() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		this.options = this.options.executor((task) -> {
			if (refuse.get()) {
				throw new RejectedExecutionException("full");
			}
			new Thread(task).start();
		});
		this.dispatcher = dispatcher((message) -> ConsumeOutcome.SUCCESS);
		fill(this.buffer, 3);
		refuse.set(false);
		this.timer.advance(Duration.ofSeconds(1));
		await().until(() -> this.buffer.commitOffset() == 3);
	}

	@Test
	void runsListenersOnNamedThreadsOfItsOwn() {
		Set<String> names = ConcurrentHashMap.newKeySet();
		this.dispatcher = dispatcher((message) -> {
			names.add(Thread.currentThread().getName());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 50);
		await().until(() -> this.buffer.commitOffset() == 50);
		assertThat(names).isNotEmpty().allMatch((name) -> name.matches("rocketmq-lite-consume-billing-[1-4]"));
	}

	private ConcurrentDispatcher dispatcher(MessageListener listener) {
		return dispatcher(Listener.of(listener));
	}

	private ConcurrentDispatcher dispatcher(Listener listener) {
		PushConsumerOptions built = this.options.build();
		ListenerCall call = new ListenerCall("billing", listener, built.handling().retryPolicy(),
				new ConsumeInterceptors("billing", List.of(), built.interceptors()),
				new ListenerWatch(built.handling().consumeTimeout(), true, this.timer));
		return new ConcurrentDispatcher(call,
				new RetryForwarder(built, this.cluster, this.timer, Duration.ofSeconds(3)),
				ListenerThreads.of(built, listener.asynchronous()), built.concurrency(), built.handling().batchSize(),
				new RateLimit(built.handling().maxMessagesPerSecond(), this.nanos::get), this.timer);
	}

	private QueueBuffer buffer(int queueId) {
		QueueBuffer made = new QueueBuffer(new MessageQueue("orders", "broker-a", queueId), 1000, this.budget);
		made.startAt(0);
		return made;
	}

	private void fill(QueueBuffer filled, int count) {
		List<TestMessage> messages = LongStream.range(0, count)
			.mapToObj((offset) -> new TestMessage(filled.queue(), offset, "orders", Map.of(), 0))
			.toList();
		filled.add(messages, count);
		this.dispatcher.dispatch(filled);
	}

	private static void awaitZero(CountDownLatch latch) {
		await().until(() -> latch.getCount() == 0);
	}

}
