package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.Transaction;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionReport;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.FaultMode;
import io.github.rocketmqlite.test.FaultProxy;
import io.github.rocketmqlite.test.ScriptedBroker;
import io.github.rocketmqlite.test.StoredBody;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Transactions at a real broker, which asks every second.
 */
class TransactionIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String HALF_TOPIC = "RMQ_SYS_TRANS_HALF_TOPIC";

	private static EmbeddedRocketMQServer server;

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final List<TransactionReport> reports = new CopyOnWriteArrayList<>();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private RocketClient client;

	@BeforeAll
	static void startServer() {
		server = EmbeddedRocketMQServer.builder().brokerProperty("transactionOpBatchInterval", "100").start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void start() {
		server.createTopic(this.topic, 2);
		this.client = RocketClient.builder().nameServers(server.nameServers()).build();
	}

	@AfterEach
	void stop() {
		this.client.close();
	}

	@Test
	void interceptorsHearOfEveryEnd() {
		TransactionalProducer producer = producer(this.client, TransactionDecision.COMMIT);
		List<TransactionResult> results = new ArrayList<>();
		for (TransactionDecision decision : TransactionDecision.values()) {
			results.add(producer.send(Message.builder(this.topic).tag("t").key("k").body(decision.name()).build(),
					(id) -> decision));
		}
		await().atMost(PATIENCE)
			.until(() -> this.reports.stream().anyMatch((report) -> report.fromCheck() && report.confirmed())
					&& this.reports.stream().filter((report) -> !report.fromCheck()).count() == results.size());
		for (TransactionResult result : results) {
			assertThat(this.reports).filteredOn((report) -> report.transactionId().equals(result.transactionId()))
				.filteredOn((report) -> !report.fromCheck())
				.singleElement()
				.isEqualTo(new TransactionReport(this.group, this.topic, result.transactionId(), "t", List.of("k"),
						server.brokerAddress(), result.decision(), false,
						result.decision() != TransactionDecision.UNKNOWN, null));
		}
		assertThat(this.reports).filteredOn(TransactionReport::fromCheck).allSatisfy((report) -> {
			assertThat(report.topic()).isEqualTo(this.topic);
			assertThat(report.tag()).isEqualTo("t");
			assertThat(report.keys()).containsExactly("k");
			assertThat(report.brokerAddress()).isEqualTo(server.brokerAddress());
		}).extracting(TransactionReport::decision).contains(TransactionDecision.COMMIT);
		// a slow broker that asks twice stores twice
		await().atMost(PATIENCE)
			.until(() -> server.messages(this.topic).stream().map(StoredBody::text).distinct().count() == 2);
	}

	@Test
	void checksRunOnAnExecutorOfTheApplication() {
		ExecutorService executor = Executors.newSingleThreadExecutor((task) -> new Thread(task, "mine"));
		List<String> threads = new CopyOnWriteArrayList<>();
		try (TransactionalProducer producer = this.client.newTransactionalProducer(options(),
				TransactionOptions.builder((half) -> {
					threads.add(Thread.currentThread().getName());
					return TransactionDecision.COMMIT;
				}).checkExecutor(executor).build())) {
			producer.begin(message("hello")).close();
			await().atMost(PATIENCE).until(() -> !server.messages(this.topic).isEmpty());
			assertThat(threads).contains("mine").containsOnly("mine");
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void severalMessagesAreDecidedByOneLocalTransaction() {
		String other = Names.topic();
		server.createTopic(other, 1);
		TransactionalProducer producer = producer(this.client, TransactionDecision.UNKNOWN);
		List<Transaction> kept = List.of(producer.begin(message("kept 1")), producer.begin(message("kept 2")),
				producer.begin(Message.builder(other).body("kept 3").build()));
		List<Transaction> dropped = List.of(producer.begin(message("dropped 1")), producer.begin(message("dropped 2")));
		assertThat(server.messages(this.topic)).isEmpty();
		assertThat(dropped).allSatisfy((transaction) -> assertThat(transaction.rollback().confirmed()).isTrue());
		assertThat(kept).allSatisfy((transaction) -> assertThat(transaction.commit().isCommitted()).isTrue());
		await().atMost(PATIENCE)
			.until(() -> server.messages(this.topic).size() >= 2 && !server.messages(other).isEmpty());
		assertThat(server.messages(this.topic)).extracting(StoredBody::text)
			.containsExactlyInAnyOrder("kept 1", "kept 2");
		assertThat(server.messages(other)).extracting(StoredBody::text).containsExactly("kept 3");
		assertThat(this.asked).isEmpty();
	}

	@Test
	void aDelayedMessageIsRefusedBeforeAnythingLeaves() {
		TransactionalProducer producer = producer(this.client, TransactionDecision.COMMIT);
		Message delayed = message("delayed").toBuilder().delay(Duration.ofSeconds(1)).build();
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> producer.send(delayed, (id) -> TransactionDecision.COMMIT))
			.withMessageContaining(this.topic);
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> producer.begin(delayed));
		assertThat(producer.beginAsync(delayed)).failsWithin(PATIENCE)
			.withThrowableThat()
			.withCauseInstanceOf(InvalidMessageException.class);
		assertThat(List.of(server.maxOffset(this.topic, 0), server.maxOffset(this.topic, 1))).containsOnly(0L);
		producer.send(message("plain"), (id) -> TransactionDecision.COMMIT);
		// what came before it would be there as well
		await().atMost(PATIENCE).until(() -> !server.messages(this.topic).isEmpty());
		assertThat(server.messages(this.topic)).extracting(StoredBody::text).containsOnly("plain");
		assertThat(server.messages(HALF_TOPIC)).extracting(StoredBody::text)
			.contains("plain")
			.doesNotContain("delayed");
	}

	@Test
	void theBrokerDoesNotAskBeforeTheTimeOfTheOptions() {
		List<Long> askedAt = new CopyOnWriteArrayList<>();
		try (TransactionalProducer producer = this.client.newTransactionalProducer(options(),
				TransactionOptions.builder((half) -> {
					askedAt.add(System.nanoTime());
					return TransactionDecision.COMMIT;
				}).checkImmunity(Duration.ofSeconds(4)).build())) {
			long before = System.nanoTime();
			producer.begin(message("hello")).close();
			await().atMost(PATIENCE).until(() -> !server.messages(this.topic).isEmpty());
			// by default this broker asks after a second
			assertThat(Duration.ofNanos(askedAt.get(0) - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
		}
	}

	/** The answer to the first half message is lost, so that it is sent again. */
	@ParameterizedTest
	@EnumSource(TransactionDecision.class)
	void allCopiesOfAHalfMessageAreDecidedAsTheirTransactionIs(TransactionDecision decision) {
		try (FaultProxy proxy = FaultProxy.to(server.brokerAddress());
				ScriptedBroker nameServer = ScriptedBroker.start()
					.routeTo(this.topic, server.brokerName(), proxy.address(), 1);
				RocketClient astray = RocketClient.builder()
					.nameServers(nameServer.address())
					.connectTimeout(PATIENCE)
					.requestTimeout(PATIENCE)
					.build()) {
			TransactionalProducer producer = producer(astray, TransactionDecision.COMMIT);
			producer.begin(message("warm")).rollback();
			long halves = server.maxOffset(HALF_TOPIC, 0);
			proxy.mode(FaultMode.cutResponsesAfter(0));
			CompletableFuture<Transaction> beginning = producer.beginAsync(message("hello"));
			await().atMost(PATIENCE).until(() -> astray.stats().sendRetries() > 0);
			proxy.mode(FaultMode.PASS);
			Transaction transaction = beginning.join();
			await().atMost(PATIENCE).until(() -> server.maxOffset(HALF_TOPIC, 0) >= halves + 2);
			switch (decision) {
				case COMMIT -> assertThat(transaction.commit().isCommitted()).isTrue();
				case ROLLBACK -> assertThat(transaction.rollback().confirmed()).isTrue();
				case UNKNOWN -> transaction.close();
			}
			boolean visible = decision != TransactionDecision.ROLLBACK;
			await().atMost(PATIENCE).until(() -> !visible || !server.messages(this.topic).isEmpty());
			awaitNothingUndecided();
			// a slow broker that asks about a copy after half a minute gets it once more
			assertThat(server.messages(this.topic)
				.stream()
				.map((stored) -> stored.properties().get("UNIQ_KEY"))
				.distinct()).containsExactlyElementsOf(visible ? List.of(transaction.id()) : List.of());
			assertThat(this.asked).allMatch((id) -> id.equals(transaction.id()));
			assertThat(this.asked.isEmpty()).isEqualTo(decision != TransactionDecision.UNKNOWN);
		}
	}

	/**
	 * The broker stores half messages anew when it asks, and goes through all of them.
	 */
	private static void awaitNothingUndecided() {
		await().atMost(PATIENCE)
			.until(() -> server.consumerOffset("CID_RMQ_SYS_TRANS", HALF_TOPIC, 0) >= server.maxOffset(HALF_TOPIC, 0));
	}

	private TransactionalProducer producer(RocketClient of, TransactionDecision whenAsked) {
		return of.newTransactionalProducer(options(), TransactionOptions.builder((half) -> {
			this.asked.add(half.messageId());
			return whenAsked;
		}).interceptor(this.reports::add).build());
	}

	private ProducerOptions options() {
		return ProducerOptions.builder(this.group).sendTimeout(PATIENCE).retries(1000).retryBudget(-1).build();
	}

	private Message message(String body) {
		return Message.builder(this.topic).body(body).build();
	}

}
