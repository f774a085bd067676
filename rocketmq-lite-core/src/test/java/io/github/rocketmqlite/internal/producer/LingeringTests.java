package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.test.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Messages that wait for others, and what becomes of each of them.
 */
class LingeringTests {

	private static final int SEND_BATCH = 320;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration FOREVER = Duration.ofSeconds(100);

	private final ScriptedCluster cluster = new ScriptedCluster();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.cluster.topic("orders", this.cluster.first()).topic("invoices", this.cluster.first());
		this.cluster.first().on(SEND_BATCH, BatchRequests::stored);
		this.client = RocketClient.builder().nameServers(this.cluster.nameServer().address()).build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void messagesWaitForOthersOfTheirTopicUntilThereAreEnough() {
		Producer producer = producer(FOREVER, 3);
		List<CompletableFuture<SendResult>> sending = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			sending.add(producer.sendAsync(message("orders", "o" + i)));
			sending.add(producer.sendAsync(message("invoices", "i" + i)));
		}
		assertThat(sending).noneMatch(CompletableFuture::isDone);
		sending.add(producer.sendAsync(message("orders", "o2")));
		sending.add(producer.sendAsync(message("invoices", "i2")));
		assertThat(CompletableFuture.allOf(sending.toArray(CompletableFuture[]::new))).succeedsWithin(PATIENCE);
		assertThat(batches()).containsExactlyInAnyOrder(List.of("o0", "o1", "o2"), List.of("i0", "i1", "i2"));
		assertThat(sending.get(2).join().queueOffset()).isEqualTo(101);
		assertThat(sending.get(2).join().offsetMessageId()).isEqualTo("P1");
	}

	@Test
	void nobodyWaitsLongerThanTheOptionsSay() {
		Producer producer = producer(Duration.ofMillis(50), 1000);
		CompletableFuture<SendResult> first = producer.sendAsync(message("orders", "a"));
		CompletableFuture<SendResult> second = producer.sendAsync(message("orders", "b"));
		assertThat(first).succeedsWithin(PATIENCE);
		assertThat(second).succeedsWithin(PATIENCE);
		// who finds no others leaves as an ordinary message
		assertThat(producer.sendAsync(message("orders", "c"))).succeedsWithin(PATIENCE);
		assertThat(this.cluster.sends()).extracting((send) -> BatchRequests.text(send.body())).contains("c");
	}

	@Test
	void aBatchLeavesBeforeItGrowsTooLarge() {
		Producer producer = this.client.newProducer(ProducerOptions.builder("g")
			.sendTimeout(FOREVER.multipliedBy(4))
			.linger(FOREVER)
			.batchMaxBytes(500)
			.build());
		List<CompletableFuture<SendResult>> sending = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			sending.add(producer.sendAsync(message("orders", "x".repeat(40))));
		}
		producer.sendAsync(message("orders", "y".repeat(600))).join();
		assertThat(sending.get(0)).succeedsWithin(PATIENCE);
		assertThat(this.cluster.first().requests(SEND_BATCH)).isNotEmpty()
			.allSatisfy((batch) -> assertThat(batch.body()).hasSizeLessThanOrEqualTo(500));
		producer.close();
		assertThat(sending).allMatch((each) -> !each.isCompletedExceptionally());
	}

	@Test
	void closingSendsWhatWaits() {
		Producer producer = producer(FOREVER, 1000);
		List<CompletableFuture<SendResult>> sending = IntStream.range(0, 5)
			.mapToObj((i) -> producer.sendAsync(message("orders", "m" + i)))
			.toList();
		producer.close();
		assertThat(CompletableFuture.allOf(sending.toArray(CompletableFuture[]::new))).succeedsWithin(PATIENCE);
		assertThat(batches()).containsExactly(List.of("m0", "m1", "m2", "m3", "m4"));
	}

	@Test
	void threadsThatSendAndWaitShareBatches() throws Exception {
		Producer producer = producer(Duration.ofMillis(200), 8);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<CompletableFuture<SendResult>> sending = IntStream.range(0, 64)
				.mapToObj(
						(i) -> CompletableFuture.supplyAsync(() -> producer.send(message("orders", "m" + i)), threads))
				.toList();
			assertThat(CompletableFuture.allOf(sending.toArray(CompletableFuture[]::new))).succeedsWithin(PATIENCE);
			assertThat(sending.stream().map((each) -> each.join().messageId()).distinct()).hasSize(64);
			assertThat(this.cluster.first().requests(SEND_BATCH).size() + this.cluster.sends().size()).isLessThan(40);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void anIllegalMessageDoesNotFailItsNeighbours() {
		this.cluster.first().on(SEND_BATCH, (request) -> Reply.answer(13, "one of them is illegal"));
		this.cluster.brokersAnswer((request) -> BatchRequests.text(request.body()).equals("bad")
				? Reply.answer(13, "illegal") : ScriptedCluster.STORED);
		Producer producer = producer(FOREVER, 3);
		CompletableFuture<SendResult> good = producer.sendAsync(message("orders", "good"));
		CompletableFuture<SendResult> bad = producer.sendAsync(message("orders", "bad"));
		CompletableFuture<SendResult> fine = producer.sendAsync(message("orders", "fine"));
		assertThat(good).succeedsWithin(PATIENCE);
		assertThat(fine).succeedsWithin(PATIENCE);
		assertThat(bad).failsWithin(PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(BrokerException.class);
	}

	@Test
	void aBatchOfUnknownFateIsNotSentAgainOneByOne() {
		this.cluster.first().on(SEND_BATCH, (request) -> Reply.closeConnection());
		Producer producer = this.client.newProducer(ProducerOptions.builder("g")
			.sendTimeout(Duration.ofSeconds(40))
			.linger(Duration.ofSeconds(10))
			.batchMaxMessages(2)
			.retries(0)
			.build());
		CompletableFuture<SendResult> first = producer.sendAsync(message("orders", "a"));
		CompletableFuture<SendResult> second = producer.sendAsync(message("orders", "b"));
		for (CompletableFuture<SendResult> each : List.of(first, second)) {
			assertThat(each).failsWithin(PATIENCE)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(RocketConnectionException.class);
		}
		assertThat(this.cluster.sends()).isEmpty();
		assertThat(this.client.stats().pendingSends().sends()).isZero();
	}

	@Test
	void messagesThatCannotBeInABatchDoNotWait() {
		Producer producer = producer(FOREVER, 1000);
		Message plain = message("orders", "x");
		assertThat(producer.send(plain.toBuilder().delayLevel(1).build())).isNotNull();
		assertThat(producer.send(plain.toBuilder().delay(Duration.ofSeconds(1)).build())).isNotNull();
		assertThat(producer.send(plain.toBuilder().priority(1).build())).isNotNull();
		assertThat(producer.send(plain.toBuilder().orderingKey("k").build())).isNotNull();
		assertThat(producer.send(plain.toBuilder().body("compress me ".repeat(1000)).build())).isNotNull();
		assertThat(producer.send(plain, SendTarget.broker(this.cluster.first().address()))).isNotNull();
		// a timeout that is near leaves no time to wait
		assertThat(producer.send(plain, Duration.ofSeconds(30))).isNotNull();
		producer.sendOneway(plain);
		assertThat(this.cluster.first().requests(SEND_BATCH)).isEmpty();
	}

	@Test
	void deadlinesThatLieFarApartAreNotInOneBatch() {
		Producer producer = producer(FOREVER, 2);
		CompletableFuture<SendResult> usual = producer.sendAsync(message("orders", "usual"));
		CompletableFuture<SendResult> longer = producer.sendAsync(message("orders", "longer"), Duration.ofDays(1));
		assertThat(usual).succeedsWithin(PATIENCE);
		assertThat(longer).isNotDone();
		producer.close();
		assertThat(longer).succeedsWithin(PATIENCE);
		assertThat(this.cluster.first().requests(SEND_BATCH)).isEmpty();
	}

	@Test
	void nothingWaitsByDefault() {
		Producer producer = this.client.newProducer(ProducerOptions.builder("g").build());
		for (int i = 0; i < 10; i++) {
			producer.sendAsync(message("orders", "m" + i));
		}
		producer.close();
		assertThat(this.cluster.first().requests(SEND_BATCH)).isEmpty();
		assertThat(this.cluster.sends()).hasSize(10);
	}

	@ParameterizedTest
	@CsvSource({ "linger,-1,100,10", "linger,751,100,10", "batchMaxBytes,10,0,10", "batchMaxBytes,10,5000000,10",
			"batchMaxMessages,10,100,1", "batchMaxMessages,10,100,4097" })
	void badOptionsAreNamed(String setting, long lingerMillis, int maxBytes, int maxMessages) {
		ProducerOptions.Builder builder = ProducerOptions.builder("g")
			.linger(Duration.ofMillis(lingerMillis))
			.batchMaxBytes(maxBytes)
			.batchMaxMessages(maxMessages);
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("'" + setting + "'");
	}

	private Producer producer(Duration linger, int maxMessages) {
		return this.client.newProducer(ProducerOptions.builder("g")
			.sendTimeout(FOREVER.multipliedBy(4))
			.linger(linger)
			.batchMaxMessages(maxMessages)
			.build());
	}

	private static Message message(String topic, String text) {
		return Message.builder(topic).body(text).build();
	}

	private List<List<String>> batches() {
		return this.cluster.first()
			.requests(SEND_BATCH)
			.stream()
			.map((batch) -> BatchRequests.items(batch)
				.stream()
				.map((item) -> BatchRequests.text(item.getBody()))
				.toList())
			.toList();
	}

}
