package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.AllocationStrategy;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.OffsetRepository;
import io.github.rocketmqlite.consumer.PullTuning;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.RetryPolicy;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a push consumer offers beside deliveries, against a real broker whose retries come
 * within a second.
 */
@Timeout(180)
class ConsumerFeaturesIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
		.brokerProperty("messageDelayLevel", "1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s")
		.start();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final Queue<String> got = new ConcurrentLinkedQueue<>();

	private final RocketClient client = client();

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void eachTopicMayHaveAListenerOfItsOwnRetriesIncluded() {
		String other = Names.topic();
		server.createTopic(this.topic, 1);
		server.createTopic(other, 1);
		send(this.topic, null, "a");
		send(other, null, "b");
		MessageListener listener = MessageListener
			.byTopic(Map.of(this.topic, (MessageListener) (message) -> handled("first", message), other,
					(MessageListener) (message) -> handled("second", message)));
		try (PushConsumer consumer = this.client.newPushConsumer(options().subscribe(other, Filter.all()).build(),
				listener)) {
			await().atMost(PATIENCE).until(() -> this.got.size() == 4);
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(this.got).containsExactlyInAnyOrder("first a 0", "first a 1", "second b 0", "second b 1");
	}

	/** Fails the first time. */
	private ConsumeOutcome handled(String listener, ReceivedMessage message) {
		this.got.add(listener + " " + text(message) + " " + message.reconsumeTimes());
		return (message.reconsumeTimes() == 0) ? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS;
	}

	@Test
	void interceptorsTurnMessagesAwayOneByOneAndSeeTheOutcomeOfEach() {
		server.createTopic(this.topic, 1);
		for (int i = 0; i < 6; i++) {
			send(this.topic, null, "m" + i);
		}
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		ConsumeInterceptor odd = new ConsumeInterceptor() {

			@Override
			public boolean accepts(ReceivedMessage message) {
				if (message.queueOffset() == 4) {
					throw new IllegalStateException("thrown by a test");
				}
				return message.queueOffset() % 2 == 1;
			}

		};
		ConsumeInterceptor second = new ConsumeInterceptor() {

			@Override
			public boolean accepts(ReceivedMessage message) {
				return message.queueOffset() != 5;
			}

			@Override
			public void afterConsume(ConsumeCall call, ConsumeResult result) {
				for (int i = 0; i < call.messages().size(); i++) {
					seen.add(text(call.messages().get(i)) + " " + result.outcomes().get(i).kind());
				}
			}

		};
		PushConsumerOptions options = options().interceptor(odd).interceptor(second).batchSize(6).build();
		try (PushConsumer consumer = this.client.newBatchPushConsumer(options, (messages) -> messages.stream()
			.map((message) -> (message.queueOffset() == 3) ? ConsumeOutcome.DEAD_LETTER : ConsumeOutcome.SUCCESS)
			.toList())) {
			await().atMost(PATIENCE).until(() -> server.consumerOffset(this.group, this.topic, 0) == 6);
			assertThat(consumer.cachedMessages()).isZero();
		}
		assertThat(seen).containsExactlyInAnyOrder("m1 SUCCESS", "m3 DEAD_LETTER", "m4 SUCCESS");
		assertThat(server.messages("%DLQ%" + this.group)).hasSize(1);
	}

	@Test
	void tellsOfEachMessageThatIsGivenUp() {
		server.createTopic(this.topic, 1);
		send(this.topic, null, "poor");
		send(this.topic, null, "hopeless");
		send(this.topic, null, "good");
		Queue<String> dead = new ConcurrentLinkedQueue<>();
		PushConsumerOptions options = options().maxReconsumeTimes(1)
			.retryPolicy(RetryPolicy.standard().except(IllegalArgumentException.class))
			.deadLetterListener((message) -> {
				dead.add(text(message) + " " + message.reconsumeTimes());
				throw new IllegalStateException("thrown by a test");
			})
			.build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			switch (text(message)) {
				case "poor" -> throw new IllegalStateException("thrown by a test");
				case "hopeless" -> throw new IllegalArgumentException("thrown by a test");
				default -> this.got.add(text(message));
			}
			return ConsumeOutcome.SUCCESS;
		})) {
			await().atMost(PATIENCE).until(() -> dead.size() == 2 && this.got.size() == 1);
			await().atMost(PATIENCE).until(() -> server.messages("%DLQ%" + this.group).size() == 2);
			assertThat(consumer.isPaused()).isFalse();
		}
		assertThat(dead).containsExactlyInAnyOrder("poor 1", "hopeless 0");
	}

	@Test
	void tellsOfWhatABroadcastingGroupGivesUp(@TempDir Path offsets) {
		server.createTopic(this.topic, 1);
		send(this.topic, null, "poor");
		PushConsumerOptions options = options().messageModel(MessageModel.BROADCASTING)
			.offsetsInFile(offsets)
			.maxReconsumeTimes(0)
			.deadLetterListener((message) -> this.got.add(text(message)))
			.build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> ConsumeOutcome.RETRY)) {
			await().atMost(PATIENCE).until(() -> this.got.contains("poor"));
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void aConsumerRestsAndGoesOn() {
		server.createTopic(this.topic, 2);
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(), this::take)) {
			send(this.topic, 0, "before");
			await().atMost(PATIENCE).until(() -> this.got.contains("before"));
			consumer.pause();
			assertThat(consumer.isPaused()).isTrue();
			send(this.topic, 0, "meanwhile");
			send(this.topic, 1, "meanwhile, too");
			await().atMost(PATIENCE).until(() -> lag(consumer) == 2);
			await().during(Duration.ofMillis(500)).until(() -> this.got.size() == 1);
			consumer.resume();
			await().atMost(PATIENCE).until(() -> lag(consumer) == 0);
		}
		assertThat(this.got).containsExactlyInAnyOrder("before", "meanwhile", "meanwhile, too");
	}

	private long lag(PushConsumer consumer) {
		return consumer.lag().values().stream().mapToLong(Long::longValue).sum();
	}

	@Test
	void aStrategyOfTheApplicationDividesTheQueues() {
		server.createTopic(this.topic, 4);
		AllocationStrategy firstTakesAll = new AllocationStrategy() {

			@Override
			public String name() {
				return "FIRST_TAKES_ALL";
			}

			@Override
			public List<MessageQueue> allocate(String ofGroup, String clientId, List<MessageQueue> queues,
					List<String> clientIds) {
				return clientId.equals(clientIds.get(0)) ? queues : List.of();
			}

		};
		PushConsumerOptions options = options().allocationStrategy(firstTakesAll).build();
		try (RocketClient other = client();
				PushConsumer one = this.client.newPushConsumer(options, this::take);
				PushConsumer two = other.newPushConsumer(options, this::take)) {
			boolean first = this.client.options().clientId().compareTo(other.options().clientId()) < 0;
			await().atMost(PATIENCE)
				.until(() -> queuesOf(first ? one : two).size() == 4 && queuesOf(first ? two : one).isEmpty());
			send(this.topic, 3, "taken");
			await().atMost(PATIENCE).until(() -> this.got.contains("taken"));
		}
	}

	@Test
	void theApplicationMayKeepTheOffsets() {
		server.createTopic(this.topic, 1);
		Map<MessageQueue, Long> kept = new ConcurrentHashMap<>();
		for (String round : List.of("first", "second")) {
			OffsetRepository repository = new OffsetRepository() {

				@Override
				public Map<MessageQueue, Long> load() {
					return Map.copyOf(kept);
				}

				@Override
				public void save(Map<MessageQueue, Long> offsets) {
					kept.putAll(offsets);
				}

			};
			send(this.topic, 0, round);
			try (PushConsumer consumer = this.client.newPushConsumer(options().offsetsIn(repository).build(),
					this::take)) {
				await().atMost(PATIENCE).until(() -> this.got.contains(round));
				assertThat(consumer.isPaused()).isFalse();
			}
		}
		assertThat(this.got).containsExactly("first", "second");
		assertThat(kept).containsEntry(new MessageQueue(this.topic, server.brokerName(), 0), 2L);
		assertThat(server.consumerOffset(this.group, this.topic, 0)).isLessThanOrEqualTo(0);
	}

	private ConsumeOutcome take(ReceivedMessage message) {
		this.got.add(text(message));
		return ConsumeOutcome.SUCCESS;
	}

	@Test
	void saysWhetherItIsSaturated() {
		server.createTopic(this.topic, 1);
		for (int i = 0; i < 5; i++) {
			send(this.topic, null, "m" + i);
		}
		CountDownLatch goOn = new CountDownLatch(1);
		try (PushConsumer consumer = this.client.newPushConsumer(options().concurrency(2).build(), (message) -> {
			goOn.await();
			this.got.add(text(message));
			return ConsumeOutcome.SUCCESS;
		})) {
			await().atMost(PATIENCE).until(consumer::isSaturated);
			consumer.concurrency(10);
			await().atMost(PATIENCE).until(() -> !consumer.isSaturated());
			goOn.countDown();
			await().atMost(PATIENCE).until(() -> this.got.size() == 5);
		}
	}

	@Test
	void restsBetweenPullsIfItShould() {
		server.createTopic(this.topic, 1);
		for (int i = 0; i < 5; i++) {
			send(this.topic, null, "m" + i);
		}
		Queue<Long> times = new ConcurrentLinkedQueue<>();
		PullTuning slow = PullTuning.DEFAULT.withInterval(Duration.ofMillis(300));
		try (PushConsumer consumer = this.client.newPushConsumer(options().pullBatchSize(1).pulling(slow).build(),
				(message) -> {
					times.add(System.nanoTime());
					return ConsumeOutcome.SUCCESS;
				})) {
			await().atMost(PATIENCE).until(() -> times.size() == 5);
			assertThat(consumer.isPaused()).isFalse();
		}
		List<Long> sorted = times.stream().sorted().toList();
		// one message at a time, and four pauses
		assertThat(sorted.get(4) - sorted.get(0)).isGreaterThan(Duration.ofMillis(1000).toNanos());
	}

	@Test
	void membersWithFiltersOfTheirOwnGetTheirsWhenPullsBringThem() {
		server.createTopic(this.topic, 2);
		PullTuning own = PullTuning.DEFAULT.withFilterInPulls(true);
		MessageListener listener = (message) -> {
			this.got.add(message.queue().queueId() + text(message));
			return ConsumeOutcome.SUCCESS;
		};
		try (RocketClient other = client();
				PushConsumer first = this.client.newPushConsumer(
						options().subscribe(this.topic, Filter.tags("red")).pulling(own).build(), listener);
				PushConsumer second = other.newPushConsumer(
						options().subscribe(this.topic, Filter.tags("blue")).pulling(own).build(), listener)) {
			await().atMost(PATIENCE).until(() -> queuesOf(first).size() == 1 && queuesOf(second).size() == 1);
			int red = queuesOf(first).iterator().next();
			int blue = queuesOf(second).iterator().next();
			for (int i = 0; i < 10; i++) {
				send(this.topic, red, "red");
				send(this.topic, red, "blue");
				send(this.topic, blue, "red");
				send(this.topic, blue, "blue");
			}
			await().atMost(PATIENCE)
				.until(() -> server.consumerOffset(this.group, this.topic, red) == 20
						&& server.consumerOffset(this.group, this.topic, blue) == 20);
			assertThat(this.got).hasSize(20).containsOnly(red + "red", blue + "blue");
		}
	}

	private Set<Integer> queuesOf(PushConsumer consumer) {
		return consumer.assignment()
			.stream()
			.filter((queue) -> queue.topic().equals(this.topic))
			.map((queue) -> queue.queueId())
			.collect(Collectors.toSet());
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST);
	}

	private void send(String to, @Nullable Integer queueId, String text) {
		try (Producer producer = this.client
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			Message message = Message.builder(to).tag(text).body(text).build();
			if (queueId == null) {
				producer.send(message);
			}
			else {
				producer.send(message, SendTarget.queue(new MessageQueue(to, server.brokerName(), queueId)));
			}
		}
	}

	private static String text(ReceivedMessage message) {
		return new String(message.body(), StandardCharsets.UTF_8);
	}

	private static RocketClient client() {
		return RocketClient.builder().nameServers(server.nameServers()).build();
	}

}
