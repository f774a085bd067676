package io.github.rocketmqlite.internal.producer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.Transaction;
import io.github.rocketmqlite.producer.TransactionChecker;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionReport;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What a transactional producer tells a broker, whatever that answers and asks.
 */
class TransactionalProducerTests {

	private static final int END_TRANSACTION = 37;

	private static final int CHECK_TRANSACTION_STATE = 39;

	private static final String GROUP = "order-service";

	private static final Message MESSAGE = Message.builder("orders").body("hello").build();

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ScriptedCluster cluster = new ScriptedCluster();

	private final List<String> checked = new CopyOnWriteArrayList<>();

	private final AtomicBoolean ran = new AtomicBoolean();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.cluster.topic("orders", this.cluster.first());
		this.cluster.brokersAnswer((request) -> stored(0));
		this.cluster.first().on(END_TRANSACTION, (request) -> Reply.answer(0));
		this.client = RocketClient.builder().nameServers(this.cluster.nameServer().address()).build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@ParameterizedTest
	@CsvSource({ "COMMIT,8", "ROLLBACK,12" })
	void aDecisionReachesTheBrokerOfTheHalfMessage(TransactionDecision decision, String code) {
		TransactionResult result = producer().send(MESSAGE, (id) -> decision);
		assertThat(result.confirmed()).isTrue();
		assertThat(result.decision()).isEqualTo(decision);
		assertThat(result.failure()).isNull();
		assertThat(result.isCommitted()).isEqualTo(decision == TransactionDecision.COMMIT);
		Map<String, String> half = this.cluster.sends().get(0).ext();
		assertThat(half).containsEntry("f", "4");
		assertThat(MessageDecoder.string2messageProperties(half.get("i"))).containsEntry("TRAN_MSG", "true")
			.containsEntry("PGROUP", GROUP)
			.containsEntry("UNIQ_KEY", result.transactionId())
			.doesNotContainKey("CHECK_IMMUNITY_TIME_IN_SECONDS");
		assertThat(ends()).singleElement()
			.satisfies((end) -> assertThat(end.ext()).containsEntry("commitOrRollback", code)
				.containsEntry("topic", "orders")
				.containsEntry("tranStateTableOffset", "7")
				.containsEntry("commitLogOffset", "4096")
				.containsEntry("msgId", result.transactionId())
				.containsEntry("fromTransactionCheck", "false"));
	}

	@Test
	void theBrokerIsAskedToWaitAsLongAsTheOptionsOrTheMessageSay() {
		TransactionalProducer producer = producer(
				TransactionOptions.builder(checker()).checkImmunity(Duration.ofSeconds(30)));
		producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
		producer.send(MESSAGE.toBuilder().property("CHECK_IMMUNITY_TIME_IN_SECONDS", "60").build(),
				(id) -> TransactionDecision.COMMIT);
		assertThat(this.cluster.sends())
			.extracting((send) -> MessageDecoder.string2messageProperties(send.ext().get("i"))
				.get("CHECK_IMMUNITY_TIME_IN_SECONDS"))
			.containsExactly("30", "60");
	}

	@Test
	void aRefusedHalfMessageRunsNothing() {
		this.cluster.brokersAnswer((request) -> Reply.answer(13, "illegal"));
		assertThatExceptionOfType(RocketException.class).isThrownBy(() -> producer().send(MESSAGE, this::local));
		assertThat(this.ran).isFalse();
		assertThat(ends()).isEmpty();
	}

	@Test
	void aHalfMessageThatMayBeLostRunsNothingAndIsRolledBack() {
		this.cluster.brokersAnswer((request) -> stored(10));
		assertThatExceptionOfType(RocketException.class).isThrownBy(() -> producer().send(MESSAGE, this::local))
			.withMessageContaining("FLUSH_DISK_TIMEOUT");
		assertThat(this.ran).isFalse();
		assertThat(this.cluster.first().awaitRequest(END_TRANSACTION, PATIENCE).ext()).containsEntry("commitOrRollback",
				"12");
	}

	@Test
	void aHalfMessageOfUnknownFateIsRolledBackWhenTheBrokerAsks() {
		this.cluster.brokersAnswer((request) -> Reply.closeConnection());
		TransactionalProducer producer = producer();
		assertThatExceptionOfType(RocketException.class).isThrownBy(() -> producer.send(MESSAGE, this::local));
		String id = MessageDecoder.string2messageProperties(this.cluster.sends().get(0).ext().get("i")).get("UNIQ_KEY");
		this.cluster.brokersAnswer((request) -> stored(0));
		producer.send(MESSAGE, (other) -> TransactionDecision.COMMIT);
		check(id, GROUP);
		await().atMost(PATIENCE).until(() -> ends().size() == 2);
		assertThat(ends().get(1).ext()).containsEntry("commitOrRollback", "12").containsEntry("msgId", id);
		assertThat(this.checked).isEmpty();
		assertThat(this.ran).isFalse();
	}

	static Stream<Message> messagesThatCannotWait() {
		Message.Builder builder = MESSAGE.toBuilder();
		return Stream.of(builder.delayLevel(1).build(), builder.delayLevel(0).delay(Duration.ofSeconds(1)).build(),
				builder.delay(null).deliverAt(Instant.now()).build(), builder.deliverAt(null).priority(1).build(),
				builder.priority(null).liteTopic("lite").build());
	}

	@ParameterizedTest
	@MethodSource("messagesThatCannotWait")
	void messagesOfOtherKindsAreRefused(Message message) {
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> producer().send(message, this::local))
			.withMessageContaining("orders");
		assertThat(this.cluster.sends()).isEmpty();
	}

	@Test
	void anErrorOfTheLocalPartLeavesTheDecisionToTheChecker() {
		TransactionalProducer producer = producer();
		TransactionResult result = producer.send(MESSAGE, (id) -> {
			throw new IOException("database away");
		});
		assertThat(result.decision()).isEqualTo(TransactionDecision.UNKNOWN);
		assertThat(result.confirmed()).isFalse();
		assertThat(result.failure()).hasMessage("database away");
		assertThat(ends()).isEmpty();
		check(result.transactionId(), GROUP);
		assertThat(this.cluster.first().awaitRequest(END_TRANSACTION, PATIENCE).ext())
			.containsEntry("commitOrRollback", "8")
			.containsEntry("fromTransactionCheck", "true")
			.containsEntry("tranStateTableOffset", "99")
			.containsEntry("commitLogOffset", "12345")
			.containsEntry("topic", "orders")
			.containsEntry("msgId", result.transactionId());
		assertThat(this.checked).containsExactly(result.transactionId() + " orders on a check thread");
	}

	@Test
	void aDecisionIsTriedAgainWhileTheBrokerCertainlyDoesNotHaveIt() {
		AtomicInteger answers = new AtomicInteger();
		this.cluster.first()
			.on(END_TRANSACTION,
					(request) -> (answers.incrementAndGet() < 3) ? Reply.answer(2, "busy") : Reply.answer(0));
		assertThat(producer().send(MESSAGE, (id) -> TransactionDecision.COMMIT).confirmed()).isTrue();
		assertThat(ends()).hasSize(3);
	}

	@Test
	void aCommitThatMayHaveArrivedIsNotRepeatedUntilTheBrokerAsks() {
		this.cluster.first().on(END_TRANSACTION, (request) -> Reply.closeConnection());
		TransactionalProducer producer = producer();
		TransactionResult result = producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
		assertThat(result.decision()).isEqualTo(TransactionDecision.COMMIT);
		assertThat(result.confirmed()).isFalse();
		assertThat(result.failure()).isInstanceOf(RocketConnectionException.class);
		assertThat(ends()).hasSize(1);
		this.cluster.first().on(END_TRANSACTION, (request) -> Reply.answer(0));
		producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
		check(result.transactionId(), GROUP);
		await().atMost(PATIENCE).until(() -> ends().size() == 3);
		assertThat(ends().get(2).ext()).containsEntry("commitOrRollback", "8")
			.containsEntry("msgId", result.transactionId());
		assertThat(this.checked).isEmpty();
	}

	@Test
	void whoAsksWhileTheLocalPartRunsLearnsThatItIsNotDecided() {
		TransactionalProducer producer = producer();
		TransactionResult result = producer.send(MESSAGE, (id) -> {
			check(id, GROUP);
			assertThat(this.cluster.first().awaitRequest(END_TRANSACTION, PATIENCE).ext())
				.containsEntry("commitOrRollback", "0")
				.containsEntry("fromTransactionCheck", "true");
			return TransactionDecision.COMMIT;
		});
		assertThat(result.isCommitted()).isTrue();
		assertThat(ends()).hasSize(2);
		assertThat(ends().get(0).oneway()).isTrue();
		assertThat(this.checked).isEmpty();
	}

	@Test
	void checksOfOtherGroupsAreNotAnswered() {
		TransactionalProducer producer = producer();
		producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
		check("A", "another-group");
		check("B", GROUP);
		await().atMost(PATIENCE).until(() -> ends().size() == 2);
		assertThat(this.checked).singleElement().asString().startsWith("B ");
	}

	@Test
	void thousandsOfChecksAtOnceAreBoundedAndHurtNobody() {
		CountDownLatch free = new CountDownLatch(1);
		AtomicInteger calls = new AtomicInteger();
		TransactionalProducer producer = producer(TransactionOptions.builder((half) -> {
			calls.incrementAndGet();
			free.await();
			return TransactionDecision.ROLLBACK;
		}).maxPendingChecks(10).checkThreads(1));
		producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
		for (int i = 0; i < 5000; i++) {
			check("id-" + i, GROUP);
		}
		assertThat(producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT).confirmed()).isTrue();
		free.countDown();
		await().atMost(PATIENCE).until(() -> ends().size() >= 2 + 11);
		// one runs and ten wait; the answer to the last send came after all checks
		assertThat(calls).hasValue(11);
	}

	@Test
	void checksOnAnExecutorOfTheApplicationAreBoundedAndKeepItAlive() throws InterruptedException {
		CountDownLatch free = new CountDownLatch(1);
		Set<String> threads = ConcurrentHashMap.newKeySet();
		ExecutorService executor = Executors.newCachedThreadPool((task) -> new Thread(task, "of-the-application"));
		try {
			TransactionalProducer producer = producer(TransactionOptions.builder((half) -> {
				threads.add(Thread.currentThread().getName());
				free.await();
				return TransactionDecision.ROLLBACK;
			}).maxPendingChecks(10).checkExecutor(executor));
			producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
			for (int i = 0; i < 1000; i++) {
				check("id-" + i, GROUP);
			}
			assertThat(producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT).confirmed()).isTrue();
			free.countDown();
			// the answer to the last send came after all checks
			await().atMost(PATIENCE).until(() -> ends().size() == 2 + 10);
			producer.close();
			assertThat(threads).containsExactly("of-the-application");
			assertThat(executor.isShutdown()).isFalse();
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aCheckThatWouldBlockAnEventLoopOrIsRejectedIsDroppedAndComesAgain() {
		AtomicReference<Executor> executor = new AtomicReference<>(Runnable::run);
		TransactionalProducer producer = producer(
				TransactionOptions.builder(checker()).checkExecutor((task) -> executor.get().execute(task)));
		producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
		check("A", GROUP);
		producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
		executor.set((task) -> {
			throw new RejectedExecutionException("full");
		});
		check("A", GROUP);
		producer.send(MESSAGE, (id) -> TransactionDecision.COMMIT);
		assertThat(this.checked).isEmpty();
		executor.set((task) -> new Thread(task).start());
		check("A", GROUP);
		await().atMost(PATIENCE).until(() -> ends().size() == 4);
		assertThat(this.checked).singleElement().asString().startsWith("A ");
	}

	@Test
	void interceptorsHearOfEveryEndAndWhatBecameOfIt() {
		List<TransactionReport> reports = new CopyOnWriteArrayList<>();
		List<String> threads = new CopyOnWriteArrayList<>();
		TransactionalProducer producer = producer(TransactionOptions.builder(checker()).interceptor((report) -> {
			throw new IllegalStateException("broken");
		}).interceptor((report) -> {
			threads.add(Thread.currentThread().getName());
			reports.add(report);
		}));
		TransactionResult committed = producer.send(MESSAGE.toBuilder().tag("t").key("k").build(),
				(id) -> TransactionDecision.COMMIT);
		await().atMost(PATIENCE).until(() -> reports.size() == 1);
		assertThat(reports.get(0)).isEqualTo(new TransactionReport(GROUP, "orders", committed.transactionId(), "t",
				List.of("k"), this.cluster.first().address(), TransactionDecision.COMMIT, false, true, null));
		assertThat(reports.get(0).transactionId()).isEqualTo(committed.transactionId());
		producer.begin(MESSAGE).close();
		await().atMost(PATIENCE).until(() -> reports.size() == 2);
		assertThat(reports.get(1).decision()).isEqualTo(TransactionDecision.UNKNOWN);
		assertThat(reports.get(1).confirmed()).isFalse();
		check(reports.get(1).transactionId(), GROUP);
		await().atMost(PATIENCE).until(() -> reports.size() == 3);
		assertThat(reports.get(2))
			.extracting(TransactionReport::decision, TransactionReport::fromCheck, TransactionReport::confirmed)
			.containsExactly(TransactionDecision.COMMIT, true, true);
		this.cluster.first().on(END_TRANSACTION, (request) -> Reply.answer(13, "broken"));
		producer.send(MESSAGE, (id) -> TransactionDecision.ROLLBACK);
		await().atMost(PATIENCE).until(() -> reports.size() == 4);
		assertThat(reports.get(3).confirmed()).isFalse();
		assertThat(reports.get(3).failure()).isInstanceOf(RocketException.class).hasMessageContaining("broken");
		assertThat(threads).allMatch((name) -> name.startsWith("rocketmq-lite-callback"));
	}

	@Test
	void anExplicitTransactionIsEndedOnce() {
		Transaction transaction = producer().begin(MESSAGE);
		assertThat(ends()).isEmpty();
		TransactionResult result = transaction.commit();
		assertThat(result.isCommitted()).isTrue();
		assertThat(transaction.commit()).isSameAs(result);
		transaction.close();
		assertThat(ends()).hasSize(1);
		assertThatIllegalStateException().isThrownBy(transaction::rollback)
			.withMessageContaining(transaction.id())
			.withMessageContaining("COMMIT");
	}

	@Test
	void asynchronousEndsCompleteOnCallbackThreadsAndMayBlockThere() {
		CompletableFuture<String> thread = producer().beginAsync(MESSAGE).thenApply((transaction) -> {
			assertThat(transaction.rollback().confirmed()).isTrue();
			return Thread.currentThread().getName();
		});
		assertThat(thread).succeedsWithin(PATIENCE).asString().contains("callback");
		assertThat(producer("other").begin(MESSAGE).commitAsync()).succeedsWithin(PATIENCE)
			.satisfies((result) -> assertThat(result.isCommitted()).isTrue());
	}

	@Test
	void aTransactionThatIsOnlyClosedIsLeftToTheChecker() {
		Transaction transaction = producer().begin(MESSAGE);
		transaction.close();
		check(transaction.id(), GROUP);
		this.cluster.first().awaitRequest(END_TRANSACTION, PATIENCE);
		assertThat(this.checked).hasSize(1);
	}

	@Test
	void openTransactionsAreLimited() {
		TransactionalProducer producer = producer(TransactionOptions.builder(checker()).maxOpenTransactions(1));
		Transaction first = producer.begin(MESSAGE);
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> producer.begin(MESSAGE));
		first.commit();
		producer.begin(MESSAGE).commit();
	}

	@Test
	void closingWaitsForOpenTransactions() {
		TransactionalProducer producer = producer();
		Transaction transaction = producer.begin(MESSAGE);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(producer::close);
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThatExceptionOfType(ClientClosedException.class)
				.isThrownBy(() -> producer.begin(MESSAGE)));
		assertThat(closing).isNotDone();
		assertThat(transaction.commit().isCommitted()).isTrue();
		assertThat(closing).succeedsWithin(PATIENCE);
	}

	@Test
	void closingGivesUpOnOpenTransactionsWhichCanStillBeEnded() {
		TransactionalProducer producer = producer(TransactionOptions.builder(checker()).drainTimeout(Duration.ZERO));
		Transaction transaction = producer.begin(MESSAGE);
		producer.close();
		assertThat(transaction.commit().isCommitted()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "checkImmunity", "checkThreads", "maxPendingChecks", "maxOpenTransactions", "drainTimeout",
			"topics" })
	void badOptionsAreNamed(String setting) {
		TransactionOptions.Builder builder = TransactionOptions.builder(checker());
		switch (setting) {
			case "checkImmunity" -> builder.checkImmunity(Duration.ofMillis(999));
			case "checkThreads" -> builder.checkThreads(0);
			case "maxPendingChecks" -> builder.maxPendingChecks(0);
			case "maxOpenTransactions" -> builder.maxOpenTransactions(-1);
			case "drainTimeout" -> builder.drainTimeout(Duration.ofSeconds(-1));
			default -> builder.topics(List.of(" "));
		}
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("'" + setting + "'");
	}

	private TransactionDecision local(String id) {
		this.ran.set(true);
		return TransactionDecision.COMMIT;
	}

	private TransactionChecker checker() {
		return (half) -> {
			this.checked.add(describe(half));
			return TransactionDecision.COMMIT;
		};
	}

	private static String describe(ReceivedMessage half) {
		boolean ownThread = Thread.currentThread().getName().startsWith("rocketmq-lite-check-" + GROUP);
		return half.messageId() + " " + half.topic() + (ownThread ? " on a check thread" : " elsewhere");
	}

	private TransactionalProducer producer() {
		return producer(GROUP);
	}

	private TransactionalProducer producer(String group) {
		return this.client.newTransactionalProducer(options(group), checker());
	}

	private TransactionalProducer producer(TransactionOptions.Builder options) {
		return this.client.newTransactionalProducer(options(GROUP), options.build());
	}

	/** Patient, because the machine may be busy. */
	private static ProducerOptions options(String group) {
		return ProducerOptions.builder(group).sendTimeout(PATIENCE).build();
	}

	private static Reply stored(int code) {
		return Reply.answer(code, null,
				Map.of("msgId", "7F00000100002A9F0000000000001000", "queueId", "0", "queueOffset", "7"), new byte[0]);
	}

	private List<ScriptedBroker.Request> ends() {
		return this.cluster.first().requests(END_TRANSACTION);
	}

	/** The broker asks, as a broker of 5.x does. */
	private void check(String id, String group) {
		MessageExt half = new MessageExt();
		half.setTopic("orders");
		half.setBody("hello".getBytes(StandardCharsets.UTF_8));
		half.setBornHost(new InetSocketAddress("127.0.0.1", 1));
		half.setStoreHost(new InetSocketAddress("127.0.0.1", 2));
		MessageAccessor.setProperties(half, new HashMap<>(Map.of("UNIQ_KEY", id, "PGROUP", group, "TRAN_MSG", "true")));
		try {
			this.cluster.first()
				.push(CHECK_TRANSACTION_STATE,
						Map.of("tranStateTableOffset", "99", "commitLogOffset", "12345", "msgId", id, "topic",
								"RMQ_SYS_TRANS_HALF_TOPIC", "bname", this.cluster.first().address()),
						MessageDecoder.encode(half, false), true);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
