package io.github.rocketmqlite.internal.producer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.OrderedSendException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.producer.OrderingOptions.OnFailure;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * How messages with an ordering key leave, with brokers that misbehave.
 */
class OrderingKeyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ScriptedCluster cluster = new ScriptedCluster();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.cluster.topic("orders", this.cluster.first(), this.cluster.second());
		this.client = RocketClient.builder()
			.nameServers(this.cluster.nameServer().address())
			.connectTimeout(PATIENCE)
			.requestTimeout(PATIENCE)
			.build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void carriesTheKeyAsTheOfficialClientDoes() {
		producer(OnFailure.FAIL_WAITING, PATIENCE).send(message("customer-7", "a"));
		String properties = this.cluster.sends().get(0).ext().get("i");
		assertThat(MessageProperties.decode(properties)).containsEntry("__SHARDINGKEY", "customer-7");
	}

	@Test
	void retriesStayInTheQueueAndNothingOvertakesThem() {
		Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
		Map<String, ConcurrentLinkedQueue<String>> stored = new ConcurrentHashMap<>();
		this.cluster.brokersAnswer((request) -> {
			String body = new String(request.body(), StandardCharsets.UTF_8);
			int attempt = attempts.computeIfAbsent(body, (same) -> new AtomicInteger()).incrementAndGet();
			int misfortune = (body.hashCode() >>> 3) % 4;
			if (attempt <= misfortune && misfortune < 3) {
				return (attempt % 2 == 1) ? Reply.closeConnection() : Reply.answer(2, "busy");
			}
			stored.computeIfAbsent(body.split(":")[0], (key) -> new ConcurrentLinkedQueue<>()).add(body);
			return ScriptedCluster.STORED;
		});
		Producer producer = this.client
			.newProducer(ProducerOptions.builder("p").sendTimeout(PATIENCE).retries(20).build());
		List<CompletableFuture<SendResult>> sending = new ArrayList<>();
		Map<String, List<String>> sent = new ConcurrentHashMap<>();
		for (int i = 0; i < 400; i++) {
			String key = "key-" + i % 10;
			String body = key + ":" + i;
			sent.computeIfAbsent(key, (same) -> new ArrayList<>()).add(body);
			sending.add(producer.sendAsync(message(key, body)));
		}
		sending.forEach(CompletableFuture::join);
		// a connection that ends may have carried others, whose copies follow at once
		sent.forEach((key, bodies) -> assertThat(stored.get(key).stream().distinct()).as(key)
			.containsExactlyElementsOf(bodies));
		Map<String, List<ScriptedBroker.Request>> byKey = new ConcurrentHashMap<>();
		for (ScriptedBroker.Request request : this.cluster.sends()) {
			String key = new String(request.body(), StandardCharsets.UTF_8).split(":")[0];
			byKey.computeIfAbsent(key, (same) -> new ArrayList<>()).add(request);
		}
		assertThat(byKey).allSatisfy((key,
				requests) -> assertThat(
						requests.stream().map((request) -> request.ext().get("n") + request.ext().get("e")).distinct())
					.hasSize(1));
		assertThat(this.client.stats().sendRetries()).isPositive();
	}

	@Test
	void aMessageThatIsNotAnsweredHoldsUpItsKeyOnly() {
		answerAllBut("a");
		Producer producer = producer(OnFailure.FAIL_WAITING, PATIENCE);
		CompletableFuture<SendResult> a = producer.sendAsync(message("k", "a"), Duration.ofSeconds(3));
		CompletableFuture<SendResult> b = producer.sendAsync(message("k", "b"));
		producer.send(message("other", "c"));
		assertThatExceptionOfType(RocketTimeoutException.class)
			.isThrownBy(() -> producer.send(message("k", "impatient"), Duration.ofMillis(200)));
		assertThat(bodies()).doesNotContain("b", "impatient");
		await().atMost(PATIENCE).until(() -> a.isCompletedExceptionally() && b.isCompletedExceptionally());
		assertThat(Blocking.unwrap(catchThrowable(b::join))).isInstanceOf(OrderedSendException.class);
		assertThat(bodies()).contains("a", "c").doesNotContain("b", "impatient");
		producer.send(message("k", "d"));
		assertThat(this.client.stats().pendingSends().sends()).isZero();
	}

	@Test
	void theOthersGoOnBehindAFailureIfThatIsWanted() {
		answerAllBut("a");
		Producer producer = producer(OnFailure.CONTINUE, PATIENCE);
		CompletableFuture<SendResult> a = producer.sendAsync(message("k", "a"), Duration.ofSeconds(1));
		CompletableFuture<SendResult> b = producer.sendAsync(message("k", "b"));
		assertThat(b.join().isDurable()).isTrue();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(a::join)
			.withCauseInstanceOf(RocketTimeoutException.class);
	}

	@Test
	void onewayMessagesOfAKeyTakeTheirTurn() {
		Duration delay = Duration.ofMillis(200);
		Map<String, Long> arrivals = new ConcurrentHashMap<>();
		this.cluster.brokersAnswer((request) -> {
			arrivals.put(new String(request.body(), StandardCharsets.UTF_8), System.nanoTime());
			return request.oneway() ? Reply.noAnswer() : Reply.delayed(delay, ScriptedCluster.STORED);
		});
		Producer producer = producer(OnFailure.FAIL_WAITING, PATIENCE);
		producer.sendAsync(message("k", "a"));
		producer.sendOneway(message("k", "b"));
		producer.send(message("k", "c"));
		assertThat(bodies()).containsExactly("a", "b", "c");
		assertThat(arrivals.get("b") - arrivals.get("a")).isGreaterThanOrEqualTo(delay.toNanos());
	}

	@Test
	void closingEndsWhatWaitsInLine() {
		answerAllBut("a");
		Producer producer = producer(OnFailure.CONTINUE, Duration.ofMillis(500));
		CompletableFuture<SendResult> a = producer.sendAsync(message("k", "a"), PATIENCE);
		CompletableFuture<SendResult> b = producer.sendAsync(message("k", "b"), PATIENCE);
		producer.close();
		this.client.close();
		await().atMost(PATIENCE).until(() -> a.isCompletedExceptionally() && b.isCompletedExceptionally());
	}

	@Test
	void aKeyThatCannotBeCarriedIsRefused() {
		Producer producer = producer(OnFailure.FAIL_WAITING, PATIENCE);
		for (String bad : List.of("", "a\u0001b", "a\u0002b")) {
			assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> producer.send(message(bad, "x")))
				.withMessageContaining("__SHARDINGKEY");
		}
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> producer
				.send(Message.builder("orders").property("__SHARDINGKEY", "customer-7").body("x").build()))
			.withMessageContaining("ordering key");
	}

	private void answerAllBut(String body) {
		this.cluster.brokersAnswer((request) -> new String(request.body(), StandardCharsets.UTF_8).equals(body)
				? Reply.noAnswer() : ScriptedCluster.STORED);
	}

	private List<String> bodies() {
		return this.cluster.sends()
			.stream()
			.map((request) -> new String(request.body(), StandardCharsets.UTF_8))
			.toList();
	}

	private Producer producer(OnFailure onFailure, Duration timeout) {
		return this.client
			.newProducer(ProducerOptions.builder("p").sendTimeout(timeout).onOrderedFailure(onFailure).build());
	}

	private static Message message(String key, String body) {
		return Message.builder("orders").orderingKey(key).body(body).build();
	}

}
