package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
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
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageConst;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Consumption ordered by key against a real broker.
 */
@Timeout(240)
class KeyedOrderIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(KeyedOrderIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int JOINS = Integer.getInteger("keyedJoins", 2);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final RocketClient client = client(this.server.nameServers());

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final Book book = new Book();

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void keysOfOneQueueAreHandledSideBySideAndEachInItsOrder() {
		this.server.createTopic(this.topic, 1);
		send(20, 25);
		// goes on only when so many first messages are being handled together
		CountDownLatch together = new CountDownLatch(8);
		MessageListener listener = this.book.keeping((message) -> {
			if (number(message) == 0) {
				together.countDown();
				waitFor(together);
			}
			LockSupport.parkNanos(message.queueOffset() % 7 * 200_000);
			return ConsumeOutcome.SUCCESS;
		});
		try (PushConsumer consumer = this.client.newPushConsumer(options().concurrency(8).build(), listener)) {
			await().atMost(PATIENCE).until(() -> this.book.count() == 500);
			await().atMost(PATIENCE).until(() -> committed(1) == 500);
			assertThat(consumer.cachedMessages()).isZero();
		}
		logger.info("keyed_order keys=20 messages=500 concurrency=8 most_together={} overlaps={}", this.book.most(),
				this.book.overlaps());
		assertThat(together.getCount()).isZero();
		assertThat(this.book.most()).isEqualTo(8);
		assertThat(this.book.overlaps()).isZero();
		assertThat(this.book.duplicates()).isZero();
		this.book.assertEachInOrder(20, 25);
	}

	@Test
	void aFailedMessageIsTriedInItsPlaceAndHoldsBackItsOwnKeyOnly() {
		this.server.createTopic(this.topic, 1);
		send(3, 5);
		CountDownLatch others = new CountDownLatch(10);
		Queue<String> calls = new ConcurrentLinkedQueue<>();
		MessageListener listener = this.book.keeping((message) -> {
			if (!"key 0".equals(message.orderingKey())) {
				others.countDown();
				return ConsumeOutcome.SUCCESS;
			}
			calls.add(number(message) + "/" + message.reconsumeTimes());
			if (message.reconsumeTimes() > 0) {
				waitFor(others);
			}
			if (number(message) == 1) {
				throw new IllegalStateException("thrown by a test");
			}
			return ConsumeOutcome.SUCCESS;
		});
		PushConsumerOptions options = options().maxReconsumeTimes(2).retryDelay(Duration.ofMillis(50)).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, listener)) {
			await().atMost(PATIENCE).until(() -> committed(1) == 15);
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(others.getCount()).isZero();
		assertThat(calls).containsExactly("0/0", "1/0", "1/1", "1/2", "2/0", "3/0", "4/0");
		await().atMost(PATIENCE).until(() -> this.server.messages("%DLQ%" + this.group).size() == 1);
		assertThat(this.server.messages("%RETRY%" + this.group)).isEmpty();
		assertThat(this.book.overlaps()).isZero();
	}

	@Test
	void aSuspendedKeyWaitsWithoutCountingAttemptsWhileOthersGoOn() {
		this.server.createTopic(this.topic, 1);
		send(4, 5);
		AtomicBoolean open = new AtomicBoolean();
		Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
		MessageListener listener = this.book.keeping((message) -> {
			if ("key 0".equals(message.orderingKey()) && !open.get()) {
				attempts.add(message.reconsumeTimes());
				return ConsumeOutcome.suspend(Duration.ofMillis(30));
			}
			return ConsumeOutcome.SUCCESS;
		});
		try (PushConsumer consumer = this.client.newPushConsumer(options().maxReconsumeTimes(2).build(), listener)) {
			await().atMost(PATIENCE).until(() -> this.book.count() == 15 && attempts.size() > 5);
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 5);
			assertThat(committed(1)).as("the key has the first message").isLessThanOrEqualTo(0);
			open.set(true);
			await().atMost(PATIENCE).until(() -> committed(1) == 20);
		}
		assertThat(attempts).containsOnly(0);
		assertThat(this.book.duplicates()).isZero();
		this.book.assertEachInOrder(4, 5);
	}

	@Test
	void aBatchHasMessagesOfOneKey() {
		this.server.createTopic(this.topic, 1);
		send(4, 12);
		Map<String, Queue<Integer>> handled = new ConcurrentHashMap<>();
		AtomicInteger mixed = new AtomicInteger();
		try (PushConsumer consumer = this.client.newBatchPushConsumer(options().batchSize(5).build(), (messages) -> {
			String key = messages.get(0).orderingKey();
			for (ReceivedMessage message : messages) {
				mixed.addAndGet(key.equals(message.orderingKey()) ? 0 : 1);
				handled.computeIfAbsent(key, (first) -> new ConcurrentLinkedQueue<>()).add(number(message));
			}
			return List.of(ConsumeOutcome.SUCCESS);
		})) {
			await().atMost(PATIENCE).until(() -> committed(1) == 48);
			assertThat(consumer.assignment()).isNotEmpty();
		}
		assertThat(mixed).hasValue(0);
		assertThat(handled).hasSize(4);
		assertThat(handled.values()).allSatisfy(
				(numbers) -> assertThat(numbers).containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList()));
	}

	@Test
	void aSeekBeginsEachKeyAnewWhenItsListenerHasEnded() {
		this.server.createTopic(this.topic, 1);
		send(2, 5);
		CountDownLatch gate = new CountDownLatch(1);
		AtomicBoolean first = new AtomicBoolean(true);
		MessageListener listener = this.book.keeping((message) -> {
			if ("key 1".equals(message.orderingKey()) && first.compareAndSet(true, false)) {
				waitFor(gate);
			}
			return ConsumeOutcome.SUCCESS;
		});
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), listener)) {
			await().atMost(PATIENCE).until(() -> this.book.numbers("key 0").size() == 5);
			MessageQueue queue = consumer.assignment()
				.stream()
				.filter((owned) -> owned.topic().equals(this.topic))
				.findFirst()
				.orElseThrow();
			CompletableFuture<Void> seek = CompletableFuture.runAsync(() -> consumer.seek(queue, 0));
			gate.countDown();
			await().atMost(PATIENCE).until(seek::isDone);
			seek.join();
			await().atMost(PATIENCE).until(() -> committed(1) == 10 && this.book.numbers("key 0").size() == 10);
		}
		assertThat(this.book.overlaps()).isZero();
		assertThat(this.book.numbers("key 0")).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
		this.book.assertEachInOrder(2, 5);
	}

	@Test
	void membersJoinAndLeaveWithoutAnOverlapOfAKey() {
		this.server.createTopic(this.topic, 4);
		MessageListener listener = this.book.keeping((message) -> {
			LockSupport.parkNanos(2_000_000);
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
				await().atMost(PATIENCE).until(() -> owned(guest) == 2 && owned(permanent) == 2);
				await().atMost(PATIENCE).until(() -> taken.get() > 20);
				guest.close();
				await().atMost(PATIENCE).until(() -> owned(permanent) == 4);
			}
			enough.set(true);
			messages = sending.join();
			await().atMost(PATIENCE).until(() -> committed(4) == messages);
		}
		logger.info("keyed_joins={} leaves={} messages={} lost={} duplicates={} overlaps={}", JOINS, JOINS, messages,
				messages - this.book.distinct(), this.book.duplicates(), this.book.overlaps());
		assertThat(this.book.distinct()).isEqualTo(messages);
		assertThat(this.book.overlaps()).isZero();
		this.book.assertFirstTimesInOrder();
	}

	@Test
	void aShardingKeyOfTheOfficialClientIsAnOrderingKey() throws Exception {
		this.server.createTopic(this.topic, 1);
		DefaultMQProducer producer = new DefaultMQProducer(Names.group());
		producer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(producer);
		producer.start();
		try {
			for (String body : List.of("slow/0", "slow/1", "quick/0", "quick/1", "quick/2")) {
				org.apache.rocketmq.common.message.Message message = new org.apache.rocketmq.common.message.Message(
						this.topic, body.getBytes(StandardCharsets.UTF_8));
				String key = body.substring(0, body.indexOf('/'));
				MessageAccessor.putProperty(message, MessageConst.PROPERTY_SHARDING_KEY, key);
				producer.send(message, (queues, sent, shard) -> queues.get(0), key);
			}
		}
		finally {
			OfficialClients.stop(producer::shutdown);
		}
		CountDownLatch quick = new CountDownLatch(3);
		MessageListener listener = this.book.keeping((message) -> {
			if ("slow".equals(message.orderingKey())) {
				waitFor(quick);
			}
			else {
				quick.countDown();
			}
			return ConsumeOutcome.SUCCESS;
		});
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), listener)) {
			await().atMost(PATIENCE).until(() -> committed(1) == 5);
			assertThat(consumer.assignment()).isNotEmpty();
		}
		assertThat(quick.getCount()).as("the slow key held back nobody").isZero();
		assertThat(this.book.numbers("slow")).containsExactly(0, 1);
		assertThat(this.book.numbers("quick")).containsExactly(0, 1, 2);
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.orderedByKey(true);
	}

	/** One message of each key after the other, then the next ones. */
	private void send(int keys, int count) {
		try (Producer producer = newProducer()) {
			for (int i = 0; i < keys * count; i++) {
				producer.send(message(i % keys, i / keys));
			}
		}
	}

	/** Returns how many messages were sent. */
	private int sendUntil(AtomicBoolean enough) {
		try (Producer producer = newProducer()) {
			int sent = 0;
			while (!enough.get()) {
				producer.send(message(sent % 20, sent / 20));
				sent++;
				LockSupport.parkNanos(1_000_000);
			}
			return sent;
		}
	}

	private Producer newProducer() {
		return this.client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build());
	}

	private Message message(int key, int number) {
		return Message.builder(this.topic).orderingKey("key " + key).body("key " + key + "/" + number).build();
	}

	private static int number(ReceivedMessage message) {
		String body = new String(message.body(), StandardCharsets.UTF_8);
		return Integer.parseInt(body.substring(body.indexOf('/') + 1));
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
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

	/**
	 * What listeners of all members finished, key by key, and whether two of one key ran
	 * together.
	 */
	private static final class Book {

		private final Map<String, Queue<Integer>> handled = new ConcurrentHashMap<>();

		private final Set<String> busy = ConcurrentHashMap.newKeySet();

		private final AtomicInteger overlaps = new AtomicInteger();

		private final AtomicInteger running = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		private MessageListener keeping(MessageListener listener) {
			return (message) -> {
				String key = message.orderingKey();
				boolean alone = this.busy.add(key);
				this.overlaps.addAndGet(alone ? 0 : 1);
				this.most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
				try {
					ConsumeOutcome outcome = listener.onMessage(message);
					if (outcome.equals(ConsumeOutcome.SUCCESS)) {
						this.handled.computeIfAbsent(key, (first) -> new ConcurrentLinkedQueue<>())
							.add(number(message));
					}
					return outcome;
				}
				finally {
					this.running.decrementAndGet();
					if (alone) {
						this.busy.remove(key);
					}
				}
			};
		}

		private List<Integer> numbers(String key) {
			return List.copyOf(this.handled.getOrDefault(key, new ConcurrentLinkedQueue<>()));
		}

		private int count() {
			return this.handled.values().stream().mapToInt(Queue::size).sum();
		}

		private int distinct() {
			return this.handled.values().stream().mapToInt((numbers) -> Set.copyOf(numbers).size()).sum();
		}

		private int duplicates() {
			return count() - distinct();
		}

		private int overlaps() {
			return this.overlaps.get();
		}

		/** How many listeners ran together. */
		private int most() {
			return this.most.get();
		}

		private void assertEachInOrder(int keys, int count) {
			assertFirstTimesInOrder();
			assertThat(this.handled).hasSize(keys);
			assertThat(this.handled.values()).allSatisfy((numbers) -> assertThat(Set.copyOf(numbers)).hasSize(count));
		}

		/** No message was finished before all those of its key before it. */
		private void assertFirstTimesInOrder() {
			this.handled.forEach((key, numbers) -> {
				List<Integer> firstTimes = numbers.stream().distinct().toList();
				assertThat(firstTimes).as(key)
					.containsExactlyElementsOf(IntStream.range(0, firstTimes.size()).boxed().toList());
			});
		}

	}

}
