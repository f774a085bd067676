package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
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

@Timeout(60)
class KeyedDispatcherTests {

	private static final Duration WHILE = Duration.ofMillis(100);

	private final ManualTimer timer = new ManualTimer();

	private final FakeCluster cluster = new FakeCluster();

	private final ByteBudget budget = new ByteBudget(10_000_000);

	private final AtomicBoolean locked = new AtomicBoolean(true);

	/** Each call's key, offset and attempt. */
	private final Queue<String> handled = new ConcurrentLinkedQueue<>();

	private PushConsumerOptions.Builder options = PushConsumerOptions.builder("billing")
		.subscribe("orders", Filter.all())
		.orderedByKey(true)
		.concurrency(4);

	private final QueueBuffer buffer = buffer(0, 1000);

	private KeyedDispatcher dispatcher = dispatcher(Listener.of((message) -> ConsumeOutcome.SUCCESS));

	@AfterEach
	void closeDispatcher() {
		this.dispatcher.close();
	}

	@Test
	void keysOfAQueueAreHandledSideBySideAndTheMessagesOfEachInTurn() {
		Map<String, CountDownLatch> gates = Map.of("a", new CountDownLatch(1), "b", new CountDownLatch(1), "",
				new CountDownLatch(1));
		this.dispatcher = dispatcher(Listener.of((message) -> {
			note(message);
			gates.get(key(message)).await();
			return ConsumeOutcome.SUCCESS;
		}));
		fill(this.buffer, "a", "a", "b", "", "", "b", "a");
		await().until(() -> this.handled.size() == 3);
		this.dispatcher.dispatch(this.buffer);
		await().during(WHILE).until(() -> this.handled.size() == 3);
		assertThat(this.handled).containsExactlyInAnyOrder("a0/0", "b2/0", "3/0");
		gates.get("b").countDown();
		gates.get("").countDown();
		await().until(() -> this.handled.containsAll(List.of("b5/0", "4/0")));
		assertThat(this.buffer.commitOffset()).as("nothing of a is finished").isZero();
		gates.get("a").countDown();
		await().until(() -> this.buffer.commitOffset() == 7);
		assertThat(of("a")).containsExactly("a0/0", "a1/0", "a6/0");
		assertThat(this.buffer.cachedBytes()).isZero();
	}

	/** Many keys in several queues, failures and late ends included. */
	@Test
	void neverHandlesTwoOfAKeyAtATimeAndKeepsTheOrderOfEach() {
		Set<String> running = ConcurrentHashMap.newKeySet();
		Map<String, Queue<Long>> done = new ConcurrentHashMap<>();
		Set<Long> failed = ConcurrentHashMap.newKeySet();
		CountDownLatch together = new CountDownLatch(2);
		AtomicInteger overlaps = new AtomicInteger();
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.options = this.options.retryDelay(Duration.ofMillis(5));
		this.dispatcher = dispatcher(Listener.of((message) -> {
			String key = message.queue().queueId() + key(message);
			overlaps.addAndGet(running.add(key) ? 0 : 1);
			most.accumulateAndGet(calls.incrementAndGet(), Math::max);
			try {
				if (message.queueOffset() < 2) {
					together.countDown();
					together.await();
				}
				LockSupport.parkNanos(message.queueOffset() % 5 * 20_000);
				if (message.queueOffset() % 17 == 3 && failed.add(message.queueOffset())) {
					return ConsumeOutcome.RETRY;
				}
				done.computeIfAbsent(key, (first) -> new ConcurrentLinkedQueue<>()).add(message.queueOffset());
				return ConsumeOutcome.SUCCESS;
			}
			finally {
				calls.decrementAndGet();
				running.remove(key);
			}
		}));
		QueueBuffer other = buffer(1, 1000);
		String[] keys = new String[800];
		for (int i = 0; i < keys.length; i++) {
			keys[i] = (i % 10 == 0) ? "" : "key" + i * 7 % 23;
		}
		fill(this.buffer, keys);
		fill(other, keys);
		await().atMost(Duration.ofSeconds(40)).until(() -> {
			this.timer.advance(Duration.ofMillis(5));
			return this.buffer.commitOffset() == 800 && other.commitOffset() == 800;
		});
		assertThat(overlaps).hasValue(0);
		assertThat(most.get()).isBetween(2, 4);
		assertThat(done.values().stream().mapToInt(Queue::size).sum()).isEqualTo(1600);
		assertThat(done.values()).allSatisfy((offsets) -> assertThat(List.copyOf(offsets)).isSorted());
	}

	@Test
	void aFailedMessageHoldsBackItsOwnKeyUntilItIsDead() {
		this.options = this.options.maxReconsumeTimes(1).retryDelay(Duration.ofSeconds(7));
		this.dispatcher = dispatcher(Listener.of((message) -> {
			note(message);
			return (message.queueOffset() == 0) ? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS;
		}));
		fill(this.buffer, "a", "b", "a", "b");
		await().until(() -> this.handled.containsAll(List.of("a0/0", "b1/0", "b3/0")));
		await().until(() -> this.buffer.cachedMessages() == 2);
		this.timer.advance(Duration.ofSeconds(6));
		this.dispatcher.dispatch(this.buffer);
		await().during(WHILE).until(() -> this.handled.size() == 3);
		assertThat(this.buffer.commitOffset()).isZero();
		await().until(() -> {
			this.timer.advance(Duration.ofSeconds(1));
			return this.buffer.commitOffset() == 4;
		});
		assertThat(of("a")).containsExactly("a0/0", "a0/1", "a2/0");
		assertThat(this.cluster.requests(SendBackRequest.class)).extracting(SendBackRequest::delayLevel)
			.containsExactly(-1);
	}

	@Test
	void aKeyWaitsForTheBrokerToTakeItsDeadMessage() {
		this.cluster.silent.add(SendBackRequest.class);
		this.dispatcher = dispatcher(Listener.of((message) -> {
			note(message);
			return key(message).equals("a") ? ConsumeOutcome.DEAD_LETTER : ConsumeOutcome.SUCCESS;
		}));
		fill(this.buffer, "a", "a", "b", "b");
		await().until(() -> !this.cluster.requests(SendBackRequest.class).isEmpty());
		await().until(() -> this.handled.size() == 3);
		this.dispatcher.dispatch(this.buffer);
		await().during(WHILE).until(() -> this.handled.size() == 3);
		assertThat(of("a")).containsExactly("a0/0");
		assertThat(this.buffer.commitOffset()).isZero();
	}

	@Test
	void aSuspensionIsOneOfTheKeyAndNoAttempt() {
		AtomicBoolean open = new AtomicBoolean();
		this.options = this.options.maxReconsumeTimes(0);
		this.dispatcher = dispatcher(Listener.of((message) -> {
			note(message);
			return (key(message).equals("a") && !open.get()) ? ConsumeOutcome.suspend(Duration.ofSeconds(3))
					: ConsumeOutcome.SUCCESS;
		}));
		fill(this.buffer, "a", "b", "a", "b");
		await().until(() -> this.buffer.cachedMessages() == 2 && of("a").size() == 1);
		this.timer.advance(Duration.ofSeconds(2));
		this.dispatcher.dispatch(this.buffer);
		await().during(WHILE).until(() -> of("a").size() == 1);
		await().until(() -> {
			this.timer.advance(Duration.ofSeconds(1));
			return of("a").size() == 2;
		});
		open.set(true);
		await().until(() -> {
			this.timer.advance(Duration.ofSeconds(1));
			return this.buffer.commitOffset() == 4;
		});
		assertThat(of("a")).contains("a0/0", "a2/0").doesNotContain("a0/1");
		assertThat(this.cluster.requests(SendBackRequest.class)).isEmpty();
	}

	/** A key that is stuck holds back the offset, so that the span of the queue ends. */
	@Test
	void aKeyThatIsStuckLetsTheOthersGoOnAsFarAsTheSpanOfTheQueue() {
		CountDownLatch gate = new CountDownLatch(1);
		this.dispatcher = dispatcher(Listener.of((message) -> {
			if (key(message).equals("stuck")) {
				gate.await();
			}
			return ConsumeOutcome.SUCCESS;
		}));
		QueueBuffer small = buffer(1, 16);
		int offset = 0;
		add(small, offset++, "stuck");
		while (small.room() > 0) {
			for (int room = small.room(); room > 0; room--) {
				add(small, offset++, "key" + room % 5);
			}
			await().until(() -> small.cachedMessages() == 1);
		}
		assertThat(offset).isEqualTo(MessageRing.FIRST_CAPACITY);
		assertThat(small.commitOffset()).isZero();
		gate.countDown();
		int all = offset;
		await().until(() -> small.commitOffset() == all);
		assertThat(small.room()).isEqualTo(16);
	}

	@Test
	void aBatchHasMessagesOfOneKey() {
		Queue<List<String>> batches = new ConcurrentLinkedQueue<>();
		AtomicBoolean failed = new AtomicBoolean();
		this.options = this.options.batchSize(3).retryDelay(Duration.ofSeconds(1));
		this.dispatcher = dispatcher(Listener.ofBatch((messages) -> {
			batches.add(messages.stream().map(KeyedDispatcherTests::words).toList());
			List<ConsumeOutcome> outcomes = new ArrayList<>();
			messages.forEach((message) -> outcomes.add((message.queueOffset() == 2 && failed.compareAndSet(false, true))
					? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS));
			return outcomes;
		}));
		fill(this.buffer, "a", "b", "a", "b", "a", "b", "a", "b");
		await().until(() -> {
			this.timer.advance(Duration.ofMillis(200));
			return this.buffer.commitOffset() == 8;
		});
		assertThat(batches.stream().filter((batch) -> batch.get(0).startsWith("a")))
			.containsExactly(List.of("a0/0", "a2/0", "a4/0"), List.of("a2/1", "a6/0"));
		assertThat(batches.stream().filter((batch) -> batch.get(0).startsWith("b")))
			.containsExactly(List.of("b1/0", "b3/0", "b5/0"), List.of("b7/0"));
	}

	@Test
	void anAsynchronousListenerGetsTheNextMessageOfAKeyWhenTheLastIsFinished() {
		Map<String, CompletableFuture<ConsumeOutcome>> pending = new ConcurrentHashMap<>();
		this.options = this.options.retryDelay(Duration.ofSeconds(5));
		this.dispatcher = dispatcher(Listener.ofAsync((message) -> {
			CompletableFuture<ConsumeOutcome> outcome = new CompletableFuture<>();
			pending.put(words(message), outcome);
			return outcome;
		}));
		fill(this.buffer, "a", "a", "b", "b");
		await().until(() -> pending.keySet().equals(Set.of("a0/0", "b2/0")));
		pending.get("b2/0").complete(ConsumeOutcome.SUCCESS);
		await().until(() -> pending.keySet().equals(Set.of("a0/0", "b2/0", "b3/0")));
		pending.get("a0/0").complete(ConsumeOutcome.RETRY);
		this.dispatcher.dispatch(this.buffer);
		await().during(WHILE).until(() -> pending.size() == 3);
		this.timer.advance(Duration.ofSeconds(5));
		await().until(() -> pending.containsKey("a0/1"));
		pending.get("a0/1").complete(ConsumeOutcome.SUCCESS);
		await().until(() -> pending.containsKey("a1/0"));
		pending.get("a1/0").complete(ConsumeOutcome.SUCCESS);
		assertThat(this.buffer.commitOffset()).isEqualTo(3);
		pending.get("b3/0").complete(ConsumeOutcome.SUCCESS);
		await().until(() -> this.buffer.commitOffset() == 4);
	}

	@Test
	void handsOutNothingWithoutTheLockOrWhilePaused() {
		this.locked.set(false);
		this.buffer.setPaused(true);
		this.dispatcher = dispatcher(Listener.of((message) -> {
			note(message);
			return ConsumeOutcome.SUCCESS;
		}));
		fill(this.buffer, "a", "b", "c");
		this.locked.set(true);
		this.dispatcher.dispatch(this.buffer);
		await().during(WHILE).until(this.handled::isEmpty);
		this.locked.set(false);
		this.buffer.setPaused(false);
		this.dispatcher.dispatch(this.buffer);
		await().during(WHILE).until(this.handled::isEmpty);
		this.locked.set(true);
		this.dispatcher.dispatch(this.buffer);
		await().until(() -> this.buffer.commitOffset() == 3);
	}

	@Test
	void aQueueThatIsGivenUpWaitsForWhatRunsAndForNothingElse() {
		CountDownLatch gate = new CountDownLatch(1);
		this.dispatcher = dispatcher(Listener.of((message) -> {
			note(message);
			if (key(message).equals("b")) {
				gate.await();
			}
			return key(message).equals("c") ? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS;
		}));
		fill(this.buffer, "a", "b", "c", "b", "c");
		await().until(() -> this.handled.size() == 3 && this.buffer.commitOffset() == 1);
		CompletableFuture<?> drained = this.buffer.close();
		assertThat(drained).isNotDone();
		gate.countDown();
		await().until(drained::isDone);
		this.timer.advance(Duration.ofMinutes(1));
		await().during(WHILE).until(() -> this.handled.size() == 3);
		assertThat(this.buffer.commitOffset()).isEqualTo(2);
		assertThat(this.buffer.cachedMessages()).isZero();
		assertThat(this.budget.used()).isZero();
	}

	private KeyedDispatcher dispatcher(Listener listener) {
		PushConsumerOptions built = this.options.build();
		ListenerCall call = new ListenerCall("billing", listener, built.handling().retryPolicy(),
				new ConsumeInterceptors("billing", List.of(), built.interceptors()),
				new ListenerWatch(built.handling().consumeTimeout(), false, this.timer),
				new PoisonMessages("billing", built.handling().poisonHandler()), new ConsumeStats(System::nanoTime));
		return new KeyedDispatcher(call, new RetryForwarder(built, this.cluster, this.timer, Duration.ofSeconds(3)),
				ListenerThreads.of(built, listener.asynchronous()), built, new RateLimit(0, System::nanoTime),
				this.timer);
	}

	private QueueBuffer buffer(int queueId, int maxMessages) {
		QueueBuffer made = new QueueBuffer(new MessageQueue("orders", "broker-a", queueId),
				QueueLimits.ofMessages(maxMessages), CacheBudget.of(this.budget), Order.KEY, this.locked::get);
		made.startAt(0);
		return made;
	}

	private void fill(QueueBuffer filled, String... keys) {
		List<TestMessage> messages = new ArrayList<>();
		for (int i = 0; i < keys.length; i++) {
			messages.add(message(filled, i, keys[i]));
		}
		filled.add(messages, keys.length);
		this.dispatcher.dispatch(filled);
	}

	private void add(QueueBuffer filled, long offset, String key) {
		filled.add(List.of(message(filled, offset, key)), offset + 1);
		this.dispatcher.dispatch(filled);
	}

	private static TestMessage message(QueueBuffer filled, long offset, String key) {
		return new TestMessage(filled.queue(), offset, "orders",
				key.isEmpty() ? Map.of() : Map.of("__SHARDINGKEY", key), 0);
	}

	private void note(ReceivedMessage message) {
		this.handled.add(words(message));
	}

	/** The calls for one key, in their order. */
	private List<String> of(String key) {
		return this.handled.stream().filter((call) -> call.startsWith(key)).toList();
	}

	private static String words(ReceivedMessage message) {
		return key(message) + message.queueOffset() + "/" + message.reconsumeTimes();
	}

	private static String key(ReceivedMessage message) {
		return Objects.requireNonNullElse(message.orderingKey(), "");
	}

}
