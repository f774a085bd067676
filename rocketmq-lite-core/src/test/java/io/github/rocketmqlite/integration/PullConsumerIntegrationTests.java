package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PullConsumer;
import io.github.rocketmqlite.consumer.PullConsumerOptions;
import io.github.rocketmqlite.consumer.PullResult;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The pull consumer against a real broker.
 */
@Timeout(120)
class PullConsumerIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(PullConsumerIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final Duration WAIT = Duration.ofSeconds(1);

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final RocketClient client = client();

	private final String topic = Names.topic();

	private final String group = Names.group();

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void membersShareTheQueuesOfTheirTopics() {
		server.createTopic(this.topic, 4);
		Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
		try (PullConsumer first = consumer();
				RocketClient otherClient = client();
				PullConsumer second = otherClient.newPullConsumer(options().build())) {
			first.subscribe(this.topic, Filter.all());
			assertThat(first.assignment()).hasSize(4);
			List<String> sent = send(100);
			second.subscribe(this.topic, Filter.all());
			// the first member keeps polling, and so confirms what the second one waits
			// for
			await().atMost(PATIENCE).until(() -> {
				List.of(first, second)
					.forEach((member) -> member.poll(Duration.ofMillis(50))
						.forEach((message) -> count(received, message)));
				return first.assignment().size() == 2 && second.assignment().size() == 2 && received.size() == 100;
			});
			sent = new ArrayList<>(sent);
			sent.addAll(send(100));
			await().atMost(PATIENCE).until(() -> {
				List.of(first, second)
					.forEach((member) -> member.poll(Duration.ofMillis(50))
						.forEach((message) -> count(received, message)));
				return received.size() == 200;
			});
			logger.info("pull_received={} duplicates={}", received.size(), duplicates(received));
			assertThat(received).containsOnlyKeys(sent);
			assertThat(duplicates(received)).isZero();
			assertThat(first.assignment()).doesNotContainAnyElementsOf(second.assignment());
		}
	}

	@Test
	void aMessageCountsAsConsumedWhenTheNextPollConfirmsIt() {
		server.createTopic(this.topic, 1);
		List<String> sent = send(10);
		try (PullConsumer consumer = subscribed(options().autoCommitInterval(Duration.ofMillis(100)).build())) {
			assertThat(pollUntil(consumer, 10)).isEqualTo(sent);
			await().during(Duration.ofMillis(500)).until(() -> committed() <= 0);
		}
		// closing confirmed nothing
		assertThat(committed()).isLessThanOrEqualTo(0);
		try (PullConsumer consumer = subscribed(options().autoCommitInterval(Duration.ofMillis(100)).build())) {
			assertThat(pollUntil(consumer, 10)).isEqualTo(sent);
			assertThat(consumer.poll(Duration.ZERO)).isEmpty();
			await().atMost(PATIENCE).until(() -> committed() == 10);
		}
	}

	@Test
	void closingCommitsWhatIsConfirmed() {
		server.createTopic(this.topic, 1);
		send(10);
		try (PullConsumer consumer = subscribed(options().maxPollMessages(4).build())) {
			assertThat(pollUntil(consumer, 4)).hasSize(4);
			assertThat(consumer.poll(PATIENCE)).isNotEmpty();
		}
		assertThat(committed()).isEqualTo(4);
	}

	@Test
	void withoutAutomaticCommitsOnlyCommitsConfirm() {
		server.createTopic(this.topic, 1);
		List<String> sent = send(10);
		MessageQueue queue = queue(0);
		PullConsumerOptions options = options().autoCommit(false).autoCommitInterval(Duration.ofMillis(100)).build();
		try (PullConsumer consumer = subscribed(options)) {
			assertThat(pollUntil(consumer, 10)).isEqualTo(sent);
			assertThat(consumer.poll(Duration.ZERO)).isEmpty();
			await().during(Duration.ofMillis(500)).until(() -> committed() <= 0);
			consumer.commit(Map.of(queue, 3L));
			assertThat(committed()).isEqualTo(3);
			assertThat(consumer.committed(queue)).hasValue(3);
			assertThat(consumer.position(queue)).isEqualTo(10);
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> consumer.commit(Map.of(queue, 11L)))
				.withMessageContaining("11")
				.withMessageContaining("between 3 and 10");
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> consumer.commit(Map.of(queue, 2L)));
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> consumer.commit(Map.of(queue(7), 1L)))
				.withMessageContaining("not assigned");
		}
		assertThat(committed()).isEqualTo(3);
		try (PullConsumer consumer = subscribed(options)) {
			assertThat(pollUntil(consumer, 7)).isEqualTo(sent.subList(3, 10));
			consumer.commitAsync().join();
			assertThat(committed()).isEqualTo(10);
		}
	}

	@Test
	void pollsMoreThanItCachesBeforeTheFirstCommit() {
		server.createTopic(this.topic, 1);
		List<String> sent = send(60);
		try (PullConsumer consumer = subscribed(
				options().autoCommit(false).maxCachedMessagesPerQueue(8).pullBatchSize(4).build())) {
			assertThat(pollUntil(consumer, 60)).isEqualTo(sent);
			assertThat(committed()).isLessThanOrEqualTo(0);
			consumer.commit();
			assertThat(committed()).isEqualTo(60);
		}
	}

	@Test
	void subscribingAndAssigningExcludeEachOther() {
		server.createTopic(this.topic, 2);
		try (PullConsumer consumer = consumer()) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> consumer.poll(WAIT))
				.withMessageContaining("neither subscribes");
			consumer.subscribe(this.topic, Filter.all());
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> consumer.assign(List.of(queue(0))))
				.withMessageContaining("subscribes to topics")
				.withMessageContaining("assign(...)");
			consumer.unsubscribe();
			await().atMost(PATIENCE).until(() -> consumer.assignment().isEmpty());
			consumer.assign(List.of(queue(1)));
			assertThat(consumer.assignment()).containsExactly(queue(1));
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> consumer.subscribe(this.topic, Filter.all()))
				.withMessageContaining("assigned by hand")
				.withMessageContaining("subscribe(...)");
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> consumer.assign(List.of(queue(9))))
				.withMessageContaining(queue(9).toString());
			assertThatExceptionOfType(RouteNotFoundException.class)
				.isThrownBy(() -> consumer.assign(List.of(new MessageQueue("no-such-topic", server.brokerName(), 0))));
		}
	}

	@Test
	void pollsTheQueuesThatAreAssignedByHand() {
		server.createTopic(this.topic, 3);
		send(30, "a");
		send(30, "b");
		try (PullConsumer consumer = this.client
			.newPullConsumer(options().filter(this.topic, Filter.tags("a")).build())) {
			consumer.assign(List.of(queue(0), queue(1)));
			Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
			Set<MessageQueue> queues = ConcurrentHashMap.newKeySet();
			await().atMost(PATIENCE).until(() -> {
				consumer.poll(WAIT).forEach((message) -> {
					count(received, message);
					queues.add(message.queue());
					assertThat(message.tag()).isEqualTo("a");
				});
				return received.size() == 20;
			});
			assertThat(queues).containsExactlyInAnyOrder(queue(0), queue(1));
			consumer.assign(List.of(queue(1), queue(2)));
			await().atMost(PATIENCE).until(() -> {
				consumer.poll(WAIT).forEach((message) -> count(received, message));
				return received.size() == 30 && consumer.assignment().equals(Set.of(queue(1), queue(2)));
			});
			assertThat(duplicates(received)).isZero();
		}
	}

	@Test
	void seeksWithinWhatAQueueHas() {
		server.createTopic(this.topic, 1);
		List<String> sent = send(10);
		MessageQueue queue = queue(0);
		try (PullConsumer consumer = subscribed(options().build())) {
			assertThat(pollUntil(consumer, 10)).isEqualTo(sent);
			consumer.seek(queue, 6);
			assertThat(consumer.position(queue)).isEqualTo(6);
			assertThat(pollUntil(consumer, 4)).isEqualTo(sent.subList(6, 10));
			consumer.seekToBeginning(List.of(queue));
			assertThat(pollUntil(consumer, 10)).isEqualTo(sent);
			consumer.seekToEnd(List.of(queue));
			assertThat(consumer.poll(Duration.ofMillis(300))).isEmpty();
			assertThat(consumer.position(queue)).isEqualTo(10);
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> consumer.seek(queue, 11))
				.withMessageContaining("0 to 10");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> consumer.seek(queue(5), 0))
				.withMessageContaining("not assigned");
		}
	}

	@Test
	void tellsOffsetsOfQueuesByTimeAndBothEnds() {
		server.createTopic(this.topic, 1);
		Instant before = Instant.now().minusSeconds(60);
		send(5);
		try (PullConsumer consumer = consumer()) {
			assertThat(consumer.queues(this.topic)).containsExactly(queue(0));
			assertThat(consumer.minOffset(queue(0))).isZero();
			assertThat(consumer.maxOffset(queue(0))).isEqualTo(5);
			assertThat(consumer.offsetForTimestamp(queue(0), before)).isZero();
			List<ReceivedMessage> messages = consumer.pull(queue(0), 0, 32).messages();
			Instant stored = messages.get(4).storeTime();
			assertThat(consumer.offsetForTimestamp(queue(0), stored)).isLessThanOrEqualTo(4);
			assertThat(consumer.offsetForTimestamp(queue(0), stored.plusSeconds(60))).isGreaterThanOrEqualTo(4);
			assertThat(consumer.committed(queue(0))).isEmpty();
		}
	}

	@Test
	void passesOverPausedQueues() {
		server.createTopic(this.topic, 2);
		try (PullConsumer consumer = consumer()) {
			consumer.assign(List.of(queue(0), queue(1)));
			consumer.pause(List.of(queue(1)));
			send(20);
			List<ReceivedMessage> received = new ArrayList<>();
			await().atMost(PATIENCE).until(() -> {
				received.addAll(consumer.poll(WAIT));
				return received.size() == 10;
			});
			assertThat(consumer.poll(Duration.ofMillis(300))).isEmpty();
			assertThat(received).allMatch((message) -> message.queue().equals(queue(0)));
			consumer.resume(List.of(queue(1)));
			assertThat(pollUntil(consumer, 10)).hasSize(10);
		}
	}

	@Test
	void aPollThatWaitsCanBeWokenUp() {
		server.createTopic(this.topic, 1);
		try (PullConsumer consumer = subscribed(options().build())) {
			CompletableFuture<List<ReceivedMessage>> poll = CompletableFuture
				.supplyAsync(() -> consumer.poll(PATIENCE));
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> consumer.poll(Duration.ZERO))
					.withMessageContaining("one thread polls at a time"));
			consumer.wakeup();
			assertThat(poll).succeedsWithin(PATIENCE)
				.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
				.isEmpty();
			consumer.wakeup();
			long started = System.nanoTime();
			assertThat(consumer.poll(PATIENCE)).isEmpty();
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PATIENCE.dividedBy(2));
		}
	}

	@Test
	void closingEndsAPollThatWaits() {
		server.createTopic(this.topic, 1);
		PullConsumer consumer = subscribed(options().build());
		CompletableFuture<List<ReceivedMessage>> poll = CompletableFuture.supplyAsync(() -> consumer.poll(PATIENCE));
		consumer.close();
		consumer.close();
		assertThat(poll).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(ClientClosedException.class);
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(() -> consumer.commit());
	}

	@Test
	void pullsOneQueueOnceWithAnyFilter() {
		server.createTopic(this.topic, 1);
		send(4, "a");
		send(4, "b");
		MessageQueue queue = queue(0);
		try (PullConsumer consumer = consumer()) {
			PullResult all = consumer.pull(queue, 2, 3);
			assertThat(all.status()).isEqualTo(PullResult.Status.FOUND);
			assertThat(all.messages()).extracting(ReceivedMessage::queueOffset).containsExactly(2L, 3L, 4L);
			assertThat(all.nextOffset()).isEqualTo(5);
			assertThat(all.maxOffset()).isEqualTo(8);
			assertThat(consumer.pull(queue, 0, 32, Filter.tags("b"), Duration.ZERO).messages()).hasSize(4)
				.allMatch((message) -> "b".equals(message.tag()));
			assertThat(consumer.pullAsync(queue, 0, 32, Filter.sql("TAGS = 'a'"), Duration.ZERO).join().messages())
				.hasSize(4)
				.allMatch((message) -> "a".equals(message.tag()));
			assertThat(consumer.pull(queue, 8, 1).status()).isEqualTo(PullResult.Status.NO_NEW_MESSAGE);
			PullResult beyond = consumer.pull(queue, 100, 1);
			assertThat(beyond.status()).isEqualTo(PullResult.Status.OFFSET_ILLEGAL);
			assertThat(beyond.nextOffset()).isEqualTo(8);
			CompletableFuture<PullResult> waiting = consumer.pullAsync(queue, 8, 1, Filter.all(),
					Duration.ofSeconds(20));
			send(1);
			assertThat(waiting.join().messages()).hasSize(1);
			assertThat(consumer.committed(queue)).isEmpty();
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> consumer.pull(queue(4), 0, 1))
				.withMessageContaining("no queue");
		}
	}

	@Test
	void pollsWithAConditionOnProperties() {
		server.createTopic(this.topic, 2);
		try (PullConsumer consumer = consumer(); Producer producer = producer()) {
			consumer.subscribe(this.topic, Filter.sql("size > 5"));
			List<String> wanted = new ArrayList<>();
			for (int size = 0; size < 10; size++) {
				String id = producer
					.send(Message.builder(this.topic).property("size", String.valueOf(size)).body("x").build())
					.messageId();
				if (size > 5) {
					wanted.add(id);
				}
			}
			assertThat(pollUntil(consumer, 4)).containsExactlyInAnyOrderElementsOf(wanted);
			assertThat(consumer.poll(Duration.ofMillis(300))).isEmpty();
		}
	}

	@Test
	void tellsWhenTheQueuesOfATopicChange() {
		server.createTopic(this.topic, 1);
		List<Set<MessageQueue>> changes = new CopyOnWriteArrayList<>();
		try (PullConsumer consumer = consumer()) {
			consumer.onQueuesChanged(this.topic, changes::add);
			server.createTopic(this.topic, 3);
			await().atMost(PATIENCE).until(() -> !changes.isEmpty());
			assertThat(changes).containsExactly(Set.of(queue(0), queue(1), queue(2)));
		}
	}

	@Test
	void aGroupHasOneConsumerInAClient() {
		server.createTopic(this.topic, 1);
		try (PullConsumer first = subscribed(options().build()); PullConsumer second = consumer()) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> second.subscribe(this.topic, Filter.all()))
				.withMessageContaining(this.group);
			first.unsubscribe();
			second.subscribe(this.topic, Filter.all());
			assertThat(second.assignment()).hasSize(1);
		}
	}

	private List<String> pollUntil(PullConsumer consumer, int count) {
		List<String> ids = new ArrayList<>();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (ids.size() < count && System.nanoTime() < deadline) {
			consumer.poll(WAIT).forEach((message) -> ids.add(message.messageId()));
		}
		return ids;
	}

	private PullConsumer subscribed(PullConsumerOptions options) {
		PullConsumer consumer = this.client.newPullConsumer(options);
		consumer.subscribe(this.topic, Filter.all());
		return consumer;
	}

	private PullConsumer consumer() {
		return this.client.newPullConsumer(options().build());
	}

	private PullConsumerOptions.Builder options() {
		return PullConsumerOptions.builder(this.group).startPosition(StartPosition.FIRST);
	}

	private static RocketClient client() {
		RocketClientBuilder builder = RocketClient.builder().nameServers(server.nameServers());
		return builder.routeRefreshInterval(Duration.ofSeconds(1)).build();
	}

	private MessageQueue queue(int queueId) {
		return new MessageQueue(this.topic, server.brokerName(), queueId);
	}

	private long committed() {
		return server.consumerOffset(this.group, this.topic, 0);
	}

	private List<String> send(int count) {
		return send(count, "x");
	}

	private List<String> send(int count, String tag) {
		try (Producer producer = producer()) {
			return IntStream.range(0, count)
				.mapToObj((i) -> producer.send(Message.builder(this.topic).tag(tag).body("message " + i).build()))
				.map((result) -> result.messageId())
				.toList();
		}
	}

	private Producer producer() {
		return this.client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build());
	}

	private static void count(Map<String, AtomicInteger> received, ReceivedMessage message) {
		received.computeIfAbsent(message.messageId(), (id) -> new AtomicInteger()).incrementAndGet();
	}

	private static int duplicates(Map<String, AtomicInteger> received) {
		return received.values().stream().mapToInt((count) -> count.get() - 1).sum();
	}

}
