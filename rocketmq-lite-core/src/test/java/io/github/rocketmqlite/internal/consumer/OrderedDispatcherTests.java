package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class OrderedDispatcherTests {

	private final ManualTimer timer = new ManualTimer();

	private final FakeCluster cluster = new FakeCluster();

	private final ByteBudget budget = new ByteBudget(10_000_000);

	private final AtomicBoolean locked = new AtomicBoolean(true);

	private final Queue<String> handled = new ConcurrentLinkedQueue<>();

	private PushConsumerOptions.Builder options = PushConsumerOptions.builder("billing")
		.subscribe("orders", Filter.all())
		.ordered(true)
		.concurrency(4);

	private final QueueBuffer buffer = buffer(0);

	private OrderedDispatcher dispatcher = dispatcher(Listener.of((message) -> ConsumeOutcome.SUCCESS));

	@AfterEach
	void closeDispatcher() {
		this.dispatcher.close();
	}

	@Test
	void queuesTakeTurnsAfterEachCall() {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.options = this.options.concurrency(1);
		this.dispatcher = dispatcher(Listener.of((message) -> {
			begun.countDown();
			go.await();
			this.handled.add(message.queue().queueId() + ":" + message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		}));
		QueueBuffer other = buffer(1);
		fill(this.buffer, 3);
		await().until(() -> begun.getCount() == 0);
		fill(other, 3);
		go.countDown();
		await().until(() -> this.handled.size() == 6);
		assertThat(this.handled).containsExactly("0:0", "1:0", "0:1", "1:1", "0:2", "1:2");
	}

	@Test
	void waitsForTheBrokerToTakeADeadMessageBeforeItGoesOn() {
		this.cluster.silent.add(SendBackRequest.class);
		this.dispatcher = dispatcher(Listener.of((message) -> {
			this.handled.add("" + message.queueOffset());
			return ConsumeOutcome.DEAD_LETTER;
		}));
		fill(this.buffer, 2);
		await().until(() -> !this.cluster.requests(SendBackRequest.class).isEmpty());
		this.dispatcher.dispatch(this.buffer);
		await().during(Duration.ofMillis(200)).until(() -> this.handled.size() == 1);
		assertThat(this.buffer.commitOffset()).isZero();
	}

	@Test
	void countsAttemptsAndWaitsBetweenThem() {
		this.options = this.options.maxReconsumeTimes(1).retryDelay(Duration.ofSeconds(7));
		this.dispatcher = dispatcher(Listener.of((message) -> {
			this.handled.add(message.queueOffset() + "/" + message.reconsumeTimes());
			return (message.queueOffset() == 0) ? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS;
		}));
		fill(this.buffer, 2);
		await().until(() -> this.handled.size() == 1);
		this.timer.advance(Duration.ofSeconds(6));
		await().during(Duration.ofMillis(100)).until(() -> this.handled.size() == 1);
		await().until(() -> {
			this.timer.advance(Duration.ofSeconds(1));
			return this.buffer.commitOffset() == 2;
		});
		assertThat(this.handled).containsExactly("0/0", "0/1", "1/0");
		assertThat(this.cluster.requests(SendBackRequest.class)).extracting(SendBackRequest::delayLevel)
			.containsExactly(-1);
	}

	@Test
	void handsOutNothingWithoutTheLock() {
		this.locked.set(false);
		this.dispatcher = dispatcher(Listener.of((message) -> {
			this.handled.add("" + message.queueOffset());
			return ConsumeOutcome.SUCCESS;
		}));
		fill(this.buffer, 3);
		await().during(Duration.ofMillis(200)).until(this.handled::isEmpty);
		this.locked.set(true);
		this.dispatcher.dispatch(this.buffer);
		await().until(() -> this.buffer.commitOffset() == 3);
	}

	@Test
	void anAsynchronousListenerGetsTheNextMessageWhenTheLastIsFinished() {
		Queue<CompletableFuture<ConsumeOutcome>> pending = new ConcurrentLinkedQueue<>();
		this.dispatcher = dispatcher(Listener.ofAsync((message) -> {
			this.handled.add("" + message.queueOffset());
			CompletableFuture<ConsumeOutcome> outcome = new CompletableFuture<>();
			pending.add(outcome);
			return outcome;
		}));
		fill(this.buffer, 3);
		for (int i = 0; i < 3; i++) {
			int begun = i + 1;
			await().until(() -> this.handled.size() == begun);
			assertThat(this.buffer.commitOffset()).isEqualTo(i);
			pending.remove().complete(ConsumeOutcome.SUCCESS);
		}
		await().until(() -> this.buffer.commitOffset() == 3);
		assertThat(this.handled).containsExactly("0", "1", "2");
	}

	private OrderedDispatcher dispatcher(Listener listener) {
		PushConsumerOptions built = this.options.build();
		ListenerCall call = new ListenerCall("billing", listener, built.handling().retryPolicy(),
				new ConsumeInterceptors("billing", List.of(), built.interceptors()),
				new ListenerWatch(built.handling().consumeTimeout(), false, this.timer),
				new PoisonMessages("billing", built.handling().poisonHandler()), new ConsumeStats(System::nanoTime));
		return new OrderedDispatcher(call, new RetryForwarder(built, this.cluster, this.timer, Duration.ofSeconds(3)),
				ListenerThreads.of(built, listener.asynchronous()), built, new RateLimit(0, System::nanoTime),
				this.timer);
	}

	private QueueBuffer buffer(int queueId) {
		QueueBuffer made = new QueueBuffer(new MessageQueue("orders", "broker-a", queueId),
				QueueLimits.ofMessages(1000), CacheBudget.of(this.budget), Order.QUEUE, this.locked::get);
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

}
