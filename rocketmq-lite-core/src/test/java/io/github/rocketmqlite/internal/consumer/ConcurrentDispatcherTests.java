package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.RetryPolicy;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
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
	void keepsNobodyWaitingBehindACallThatTurnsOutSlow() {
		CountDownLatch release = new CountDownLatch(1);
		this.dispatcher = dispatcher((message) -> {
			if (message.queueOffset() == 800) {
				release.await();
			}
			this.handled.add(message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 900);
		await().until(() -> {
			// two looks at the call, without waiting for them
			this.timer.advance(Duration.ofSeconds(1));
			return this.handled.size() == 899;
		});
		await().until(() -> this.buffer.commitOffset() == 800);
		release.countDown();
		await().until(() -> this.buffer.commitOffset() == 900);
		assertThat(this.handled).doesNotHaveDuplicates();
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

	@Test
	void handsBackWhatAListenerHoldsTooLongAndIgnoresItsOutcome() {
		CountDownLatch stuck = new CountDownLatch(1);
		CountDownLatch left = new CountDownLatch(1);
		Queue<Boolean> timedOut = new ConcurrentLinkedQueue<>();
		this.options = this.options.consumeTimeout(Duration.ofMillis(20)).interceptor(new ConsumeInterceptor() {

			@Override
			public void afterConsume(ConsumeCall call, ConsumeResult result) {
				timedOut.add(result.timedOut());
			}

		});
		this.dispatcher = dispatcher((message) -> {
			stuck.await();
			left.countDown();
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 1);
		await().until(() -> {
			this.timer.advance(Duration.ofMillis(5));
			return this.buffer.commitOffset() == 1;
		});
		assertThat(this.cluster.requests(SendBackRequest.class)).extracting(SendBackRequest::originMessageId)
			.containsExactly("id-0");
		stuck.countDown();
		awaitZero(left);
		assertThat(this.buffer.close()).isCompleted();
		assertThat(this.cluster.requests(SendBackRequest.class)).hasSize(1);
		assertThat(timedOut).containsExactly(true);
	}

	@Test
	void othersGetTheRestOfASliceWhoseWorkerIsStuck() {
		CountDownLatch stuck = new CountDownLatch(1);
		AtomicBoolean quick = new AtomicBoolean(true);
		this.options = this.options.concurrency(2).consumeTimeout(Duration.ofMillis(50));
		this.dispatcher = dispatcher((message) -> {
			if (message.queueOffset() % 500 == 499 && quick.getAndSet(false)) {
				stuck.await();
			}
			this.handled.add(message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 900);
		await().until(() -> {
			this.timer.advance(Duration.ofMillis(20));
			return this.buffer.commitOffset() == 900;
		});
		assertThat(this.handled).hasSize(899).doesNotHaveDuplicates();
		stuck.countDown();
		await().until(() -> this.handled.size() == 900);
	}

	@Test
	void anAsynchronousListenerHoldsNoThreadAndNoMoreMessagesThanItMay() {
		Queue<CompletableFuture<ConsumeOutcome>> pending = new ConcurrentLinkedQueue<>();
		this.dispatcher = dispatcher(Listener.ofAsync((message) -> {
			CompletableFuture<ConsumeOutcome> outcome = new CompletableFuture<>();
			pending.add(outcome);
			return outcome;
		}));
		fill(this.buffer, 20);
		await().until(() -> pending.size() == CONCURRENCY);
		await().during(Duration.ofMillis(200)).until(() -> pending.size() == CONCURRENCY);
		for (int i = 0; i < 20; i++) {
			await().until(() -> !pending.isEmpty());
			CompletableFuture<ConsumeOutcome> next = pending.remove();
			if (i % 5 == 0) {
				next.completeExceptionally(new IllegalStateException("thrown by a test"));
			}
			else {
				next.complete(ConsumeOutcome.SUCCESS);
			}
		}
		await().until(() -> this.buffer.commitOffset() == 20);
		assertThat(this.cluster.requests(SendBackRequest.class)).hasSize(4);
	}

	@Test
	void anAsynchronousListenerMayBeginAndEndMessagesAtOnce() {
		this.dispatcher = dispatcher(
				Listener.ofAsync((message) -> CompletableFuture.completedFuture(ConsumeOutcome.SUCCESS)));
		fill(this.buffer, 900);
		await().until(() -> this.buffer.commitOffset() == 900);
	}

	@Test
	void batchesHaveTheSizeTheyMayHaveAndOneOutcomeForEachMessage() {
		Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
		this.options = this.options.batchSize(100);
		this.dispatcher = dispatcher(Listener.ofBatch((messages) -> {
			sizes.add(messages.size());
			return messages.stream()
				.map((message) -> (message.queueOffset() % 50 == 3) ? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS)
				.toList();
		}));
		fill(this.buffer, 450);
		await().until(() -> this.buffer.commitOffset() == 450);
		assertThat(sizes).containsExactlyInAnyOrder(100, 100, 100, 100, 50);
		assertThat(this.cluster.requests(SendBackRequest.class)).hasSize(9);
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void aBatchWithTooFewOutcomesFailsAsAWhole() {
		this.dispatcher = dispatcher(
				Listener.ofBatch((messages) -> List.of(ConsumeOutcome.SUCCESS, ConsumeOutcome.SUCCESS)));
		fill(this.buffer, 5);
		await().until(() -> this.buffer.commitOffset() == 5);
		assertThat(this.cluster.requests(SendBackRequest.class)).hasSize(5);
	}

	@Test
	void oneOutcomeIsForTheWholeBatch() {
		this.dispatcher = dispatcher(Listener.ofBatch((messages) -> List.of(ConsumeOutcome.SUCCESS)));
		fill(this.buffer, 70);
		await().until(() -> this.buffer.commitOffset() == 70);
		assertThat(this.cluster.requests(SendBackRequest.class)).isEmpty();
	}

	@Test
	void aSuspendedQueueRestsAndGoesOnWithTheSameMessage() {
		AtomicBoolean open = new AtomicBoolean();
		AtomicInteger refused = new AtomicInteger();
		this.options = this.options.concurrency(1);
		this.dispatcher = dispatcher((message) -> {
			if (message.queueOffset() == 2 && !open.get()) {
				refused.incrementAndGet();
				return ConsumeOutcome.suspend(Duration.ofSeconds(30));
			}
			this.handled.add(message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 5);
		await().until(() -> refused.get() == 1);
		this.timer.advance(Duration.ofSeconds(29));
		await().during(Duration.ofMillis(100)).until(() -> refused.get() == 1);
		open.set(true);
		await().until(() -> {
			this.timer.advance(Duration.ofSeconds(1));
			return this.buffer.commitOffset() == 5;
		});
		assertThat(this.handled).containsExactly(0L, 1L, 2L, 3L, 4L);
		assertThat(this.cluster.requests(SendBackRequest.class)).isEmpty();
	}

	@Test
	void theConcurrencyMayChangeWhileItRuns() {
		AtomicInteger running = new AtomicInteger();
		Semaphore goOn = new Semaphore(0);
		this.dispatcher = dispatcher((message) -> {
			running.incrementAndGet();
			goOn.acquire();
			running.decrementAndGet();
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 100);
		await().until(() -> running.get() == CONCURRENCY);
		this.dispatcher.concurrency(10);
		await().until(() -> running.get() == 10);
		this.dispatcher.concurrency(2);
		goOn.release(10);
		await().until(() -> running.get() == 2);
		await().during(Duration.ofMillis(200)).until(() -> running.get() == 2);
		goOn.release(1000);
		await().until(() -> this.buffer.commitOffset() == 100);
	}

	@Test
	void handsOutNoMoreThanItMayInASecond() {
		this.options = this.options.maxMessagesPerSecond(10).concurrency(1);
		this.dispatcher = dispatcher((message) -> {
			this.handled.add(message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		});
		fill(this.buffer, 30);
		await().until(() -> this.handled.size() == 1);
		for (int i = 2; i <= 11; i++) {
			int expected = i;
			await().until(() -> {
				this.timer.advance(Duration.ofMillis(100));
				return this.handled.size() == expected - 1;
			});
			this.nanos.addAndGet(Duration.ofMillis(100).toNanos());
			await().until(() -> {
				this.timer.advance(Duration.ofMillis(100));
				return this.handled.size() == expected;
			});
		}
		this.dispatcher.maxMessagesPerSecond(0);
		await().until(() -> this.buffer.commitOffset() == 30);
		assertThat(this.handled).doesNotHaveDuplicates();
	}

	@Test
	void theRetryPolicyDecidesWhereTheListenerDoesNot() {
		this.options = this.options.retryPolicy(RetryPolicy.exponential(Duration.ofSeconds(4), Duration.ofMinutes(1))
			.except(IllegalArgumentException.class));
		this.dispatcher = dispatcher((message) -> switch ((int) message.queueOffset()) {
			case 0 -> throw new IllegalStateException("thrown by a test");
			case 1 -> throw new IllegalArgumentException("thrown by a test");
			case 2 -> ConsumeOutcome.retryAtLevel(9);
			case 3 -> ConsumeOutcome.retryAfter(Duration.ofSeconds(11));
			default -> ConsumeOutcome.RETRY;
		});
		fill(this.buffer, 5);
		await().until(() -> this.buffer.commitOffset() == 5);
		assertThat(this.cluster.requests(SendBackRequest.class))
			.extracting(SendBackRequest::originMessageId, SendBackRequest::delayLevel)
			.containsExactlyInAnyOrder(tuple("id-0", 2), tuple("id-1", -1), tuple("id-2", 9), tuple("id-3", 4),
					tuple("id-4", 2));
	}

	private ConcurrentDispatcher dispatcher(MessageListener listener) {
		return dispatcher(Listener.of(listener));
	}

	private ConcurrentDispatcher dispatcher(Listener listener) {
		PushConsumerOptions built = this.options.build();
		ListenerCall call = new ListenerCall("billing", listener, built.handling().retryPolicy(),
				new ConsumeInterceptors("billing", List.of(), built.interceptors()),
				new ListenerWatch(built.handling().consumeTimeout(), true, this.timer),
				new PoisonMessages("billing", built.handling().poisonHandler()), new ConsumeStats(System::nanoTime));
		int limit = built.handling().maxMessagesPerSecond();
		return new ConcurrentDispatcher(call,
				new RetryForwarder(built, this.cluster, this.timer, Duration.ofSeconds(3)),
				ListenerThreads.of(built, listener.asynchronous()), built.concurrency(), built.handling().batchSize(),
				new RateLimit(limit, (limit > 0) ? this.nanos::get : System::nanoTime), this.timer);
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
