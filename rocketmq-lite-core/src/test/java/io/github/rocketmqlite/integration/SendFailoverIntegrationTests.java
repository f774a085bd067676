package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import io.github.rocketmqlite.producer.SendTarget;
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
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * A topic on two real brokers, one of which is in trouble. Clients reach each of them
 * through a proxy of the test's own, so that nothing of the trouble is left for the next
 * test.
 */
class SendFailoverIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Longer than any test. */
	private static final Duration FOR_GOOD = Duration.ofMinutes(30);

	private static final NavigableMap<Duration, Duration> NOTHING_IS_SLOW = new TreeMap<>();

	private static final int QUEUES = 4;

	/** As many sends reach each queue of both brokers once, when all is well. */
	private static final int ROUND = 2 * QUEUES;

	private static final int MESSAGE_ILLEGAL = 13;

	/** The broker that gets into trouble takes no larger ones. */
	private static final int MOST_BYTES = 1_000;

	private static EmbeddedRocketMQServer ill;

	private final EmbeddedRocketMQServer well = EmbeddedRocketMQServer.shared();

	private final FaultProxy toIll = FaultProxy.to(ill.brokerAddress());

	private final FaultProxy toWell = FaultProxy.to(this.well.brokerAddress());

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final String topic = Names.topic();

	private final Message message = Message.builder(this.topic).body("hello").build();

	private final Message large = Message.builder(this.topic).body(new byte[MOST_BYTES + 1]).build();

	private final BlockingQueue<SendReport> reports = new LinkedBlockingQueue<>();

	private RocketClient client;

	/**
	 * Its disk is never quick enough: what it stores is mostly not flushed in time.
	 */
	@BeforeAll
	static void startServer() {
		ill = EmbeddedRocketMQServer.builder()
			.brokerProperty("flushDiskType", "SYNC_FLUSH")
			.brokerProperty("syncFlushTimeout", "0")
			.brokerProperty("maxMessageSize", String.valueOf(MOST_BYTES))
			.start();
	}

	@AfterAll
	static void stopServer() {
		ill.close();
	}

	@BeforeEach
	void start() {
		ill.createTopic(this.topic, QUEUES);
		this.well.createTopic(this.topic, QUEUES);
		this.nameServer.routeTo(this.topic,
				Map.of(ill.brokerName(), this.toIll.address(), this.well.brokerName(), this.toWell.address()), QUEUES);
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.nameServer.close();
		this.toIll.close();
		this.toWell.close();
	}

	@ParameterizedTest
	@EnumSource(value = SendInvocation.Mode.class, names = { "SYNC", "ASYNC" })
	void aRefusalWhoseCodeIsAddedSendsToTheOtherBroker(SendInvocation.Mode mode) throws InterruptedException {
		connect(FaultTolerance.off());
		List<SendReport> refused = round(producer(options()), mode, this.large).stream()
			.filter((report) -> report.failure() != null)
			.toList();
		assertThat(refused).hasSize(QUEUES).allSatisfy((report) -> {
			assertThat(report.failure()).isInstanceOfSatisfying(BrokerException.class,
					(refusal) -> assertThat(refusal.code()).isEqualTo(MESSAGE_ILLEGAL));
			assertThat(brokers(report)).containsExactly(ill.brokerName());
		});
		List<SendReport> taken = round(producer(options().retryCodes(MESSAGE_ILLEGAL)), mode, this.large);
		assertThat(taken).allSatisfy((report) -> assertThat(brokers(report)).endsWith(this.well.brokerName()));
		assertThat(taken).extracting(SendFailoverIntegrationTests::brokers)
			.contains(List.of(ill.brokerName(), this.well.brokerName()));
		await().atMost(PATIENCE).until(() -> ids(this.well), (ids) -> ids.containsAll(ids(taken)));
		assertThat(ids(ill)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = SendInvocation.Mode.class, names = { "SYNC", "ASYNC" })
	void aBrokerThatCannotBeReachedIsPassedOverInEachMode(SendInvocation.Mode mode) throws InterruptedException {
		connect(FaultTolerance.off());
		this.toIll.mode(FaultMode.REFUSE);
		List<SendReport> sent = round(producer(options()), mode, this.message);
		assertThat(sent).allSatisfy((report) -> {
			assertThat(report.failure()).isNull();
			assertThat(brokers(report)).endsWith(this.well.brokerName());
		});
		List<SendReport> retried = sent.stream().filter((report) -> report.attempts().size() > 1).toList();
		assertThat(retried).isNotEmpty().allSatisfy((report) -> {
			assertThat(brokers(report)).containsExactly(ill.brokerName(), this.well.brokerName());
			assertThat(report.attempts().get(0).failure()).isInstanceOf(RocketConnectionException.class);
		});
		await().atMost(PATIENCE).until(() -> ids(this.well), (ids) -> ids.containsAll(ids(sent)));
	}

	@Test
	void aMessageThatIsNotFlushedInTimeIsAResultUnlessTheOtherBrokerShallHaveIt() throws InterruptedException {
		connect(FaultTolerance.off());
		Producer content = producer(options());
		SendReport unsafe = await().atMost(PATIENCE)
			.until(() -> sync(content, this.message), (report) -> !report.result().isDurable());
		assertThat(unsafe.result().status()).isEqualTo(SendStatus.FLUSH_DISK_TIMEOUT);
		assertThat(brokers(unsafe)).containsExactly(ill.brokerName());
		Producer strict = producer(options().retryNotStored(true));
		SendReport safe = await().atMost(PATIENCE).until(() -> {
			SendReport report = sync(strict, this.message);
			assertThat(report.result().isDurable()).isTrue();
			return report;
		}, (report) -> report.attempts().size() > 1);
		assertThat(brokers(safe)).containsExactly(ill.brokerName(), this.well.brokerName());
		assertThat(safe.attempts().get(0).status()).isEqualTo(SendStatus.FLUSH_DISK_TIMEOUT);
		awaitCopies(safe.result().messageId());
	}

	@Test
	void aSilentBrokerUsesUpTheTimeOfAnAttemptAndNotThatOfTheSend() throws InterruptedException {
		connect(FaultTolerance.off());
		this.toIll.mode(FaultMode.SILENT);
		assertThatOneAttemptWaitsInVain(producer(options().retries(59).attemptTimeout(Duration.ofMillis(500))));
		// sixty attempts share a minute
		assertThatOneAttemptWaitsInVain(producer(options().retries(59)));
	}

	private void assertThatOneAttemptWaitsInVain(Producer producer) {
		SendReport report = await().atMost(PATIENCE)
			.until(() -> sync(producer, this.message), (sent) -> brokers(sent).get(0).equals(ill.brokerName()));
		SendReport.Attempt first = report.attempts().get(0);
		assertThat(first.failure()).isInstanceOf(RocketTimeoutException.class);
		assertThat(first.duration()).isBetween(Duration.ofMillis(400), PATIENCE.dividedBy(2));
		assertThat(report.failure()).isNull();
		assertThat(brokers(report)).endsWith(this.well.brokerName());
	}

	@Test
	void attemptsAtOneBrokerPause() throws InterruptedException {
		connect(FaultTolerance.off());
		Producer producer = producer(options().retryCodes(MESSAGE_ILLEGAL).retries(5));
		assertThat(catchThrowable(() -> producer.send(this.large, SendTarget.broker(ill.brokerName()))))
			.isInstanceOf(BrokerException.class);
		SendReport report = next();
		assertThat(brokers(report)).hasSize(6).containsOnly(ill.brokerName());
		Duration attempts = report.attempts()
			.stream()
			.map(SendReport.Attempt::duration)
			.reduce(Duration.ZERO, Duration::plus);
		// each pause is a random part of 50, 100, 200 ... ms, and never less than one
		assertThat(report.duration().minus(attempts)).isGreaterThanOrEqualTo(Duration.ofMillis(5));
	}

	@Test
	void retriesHaveABudget() throws InterruptedException {
		connect(FaultTolerance.off());
		Producer producer = producer(options().retryCodes(MESSAGE_ILLEGAL).retryBudget(10));
		int sends = 1_000;
		long started = System.nanoTime();
		for (int i = 0; i < sends; i++) {
			producer.sendAsync(this.large, SendTarget.broker(ill.brokerName()));
		}
		List<SendReport> ended = new ArrayList<>();
		while (ended.size() < sends) {
			ended.add(next());
		}
		int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started) + 1;
		List<SendReport.Attempt> attempts = ended.stream().flatMap((report) -> report.attempts().stream()).toList();
		assertThat(attempts.stream().map(SendReport.Attempt::failure))
			.allMatch((failure) -> failure instanceof BrokerException);
		// three thousand without it
		assertThat(attempts.size()).isBetween(sends + 10, sends + sends / 5 + 10 + 10 * seconds);
		assertThat(ended.stream()
			.filter((report) -> report.attempts().size() == 1)
			.filter((report) -> report.failure().getCause().getMessage().contains("retry budget is used up"))
			.count()).isPositive();
	}

	@Test
	void aBrokerThatFailedIsAvoided() throws InterruptedException {
		connect(new FaultTolerance(true, NOTHING_IS_SLOW, FOR_GOOD, FOR_GOOD, PATIENCE));
		this.toIll.mode(FaultMode.REFUSE);
		Producer producer = producer(options());
		List<String> asked = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			round(producer, SendInvocation.Mode.SYNC, this.message).forEach((report) -> asked.addAll(brokers(report)));
		}
		assertThat(this.client.stats().avoidedBrokers()).containsOnlyKeys(ill.brokerName());
		assertThat(asked).hasSize(5 * ROUND + 1).containsOnlyOnce(ill.brokerName());
	}

	@Test
	void aBrokerThatIsSlowIsAvoided() throws InterruptedException {
		Duration slow = Duration.ofMillis(500);
		connect(new FaultTolerance(true, new TreeMap<>(Map.of(slow, FOR_GOOD)), FOR_GOOD, FOR_GOOD, PATIENCE));
		this.toIll.mode(FaultMode.delay(slow.dividedBy(2).plusMillis(10)));
		Producer producer = producer(options());
		await().atMost(PATIENCE)
			.until(() -> sync(producer, this.message),
					(report) -> report.result().queue().brokerName().equals(ill.brokerName()));
		assertThat(this.client.stats().avoidedBrokers()).containsKey(ill.brokerName());
		List<SendReport> later = round(producer, SendInvocation.Mode.SYNC, this.message);
		if (!this.client.stats().avoidedBrokers().containsKey(this.well.brokerName())) {
			// on this machine, the other one is quick
			assertThat(later)
				.allSatisfy((report) -> assertThat(brokers(report)).containsExactly(this.well.brokerName()));
		}
	}

	@Test
	void aBrokerThatIsBackIsProbedAndTakesItsShareAgain() throws InterruptedException {
		connect(new FaultTolerance(true, NOTHING_IS_SLOW, Duration.ofMillis(100), Duration.ofSeconds(1), PATIENCE));
		this.toIll.mode(FaultMode.REFUSE);
		Producer producer = producer(options());
		round(producer, SendInvocation.Mode.SYNC, this.message);
		assertThat(this.client.stats().avoidedBrokers()).containsOnlyKeys(ill.brokerName());
		this.toIll.mode(FaultMode.PASS);
		// nobody sends meanwhile
		await().atMost(PATIENCE)
			.until(() -> this.client.stats()
				.requests()
				.stream()
				.anyMatch((count) -> count.request().equals("MaxOffset") && count.outcome().equals("success")));
		await().atMost(PATIENCE).until(() -> {
			sync(producer, this.message);
			return this.client.stats().avoidedBrokers().isEmpty();
		});
		List<SendReport> sent = round(producer, SendInvocation.Mode.SYNC, this.message);
		List<SendReport> share = sent.stream()
			.filter((report) -> report.result().queue().brokerName().equals(ill.brokerName()))
			.toList();
		assertThat(share).hasSize(QUEUES);
		await().atMost(PATIENCE).until(() -> ids(ill), (ids) -> ids.containsAll(ids(share)));
	}

	@Test
	void brokersThatAreAllInTroubleAreTriedAllTheSame() throws InterruptedException {
		connect(new FaultTolerance(true, NOTHING_IS_SLOW, FOR_GOOD, FOR_GOOD, PATIENCE));
		this.toIll.mode(FaultMode.REFUSE);
		this.toWell.mode(FaultMode.REFUSE);
		Producer producer = producer(options());
		assertThat(catchThrowable(() -> producer.send(this.message))).isInstanceOf(RocketConnectionException.class);
		assertThat(brokers(next())).hasSize(3).contains(ill.brokerName(), this.well.brokerName());
		assertThat(this.client.stats().avoidedBrokers()).hasSize(2);
		this.toIll.mode(FaultMode.PASS);
		this.toWell.mode(FaultMode.PASS);
		await().atMost(PATIENCE).until(() -> catchThrowable(() -> producer.send(this.message)) == null);
		assertThat(this.client.stats().avoidedBrokers()).hasSizeLessThan(2);
	}

	/** The broker has the message; its answer does not arrive. */
	@Test
	void theCopyOfARetriedMessageHasItsId() throws InterruptedException {
		connect(FaultTolerance.off());
		Producer producer = producer(options());
		round(producer, SendInvocation.Mode.SYNC, this.message);
		this.toIll.mode(FaultMode.cutResponsesAfter(0));
		Set<String> retried = new HashSet<>();
		await().atMost(PATIENCE).until(() -> {
			SendReport report = sync(producer, this.message);
			assertThat(brokers(report)).endsWith(this.well.brokerName());
			retried.add(report.result().messageId());
			return ids(ill).stream().anyMatch(retried::contains);
		});
		retried.retainAll(ids(ill));
		awaitCopies(retried.iterator().next());
	}

	private void awaitCopies(String id) {
		await().atMost(PATIENCE).until(() -> ids(ill).contains(id) && ids(this.well).contains(id));
	}

	private Set<String> ids(EmbeddedRocketMQServer server) {
		return server.messages(this.topic)
			.stream()
			.map(StoredBody::properties)
			.map((properties) -> properties.get("UNIQ_KEY"))
			.collect(Collectors.toSet());
	}

	private static Set<String> ids(List<SendReport> sent) {
		return sent.stream().map((report) -> report.result().messageId()).collect(Collectors.toSet());
	}

	private static List<String> brokers(SendReport report) {
		return report.attempts().stream().map((attempt) -> attempt.queue().brokerName()).toList();
	}

	/** One message after the other. */
	private List<SendReport> round(Producer producer, SendInvocation.Mode mode, Message what)
			throws InterruptedException {
		List<SendReport> round = new ArrayList<>();
		for (int i = 0; i < ROUND; i++) {
			if (mode == SendInvocation.Mode.SYNC) {
				round.add(sync(producer, what));
			}
			else {
				producer.sendAsync(what);
				round.add(next());
			}
		}
		return round;
	}

	private SendReport sync(Producer producer, Message what) throws InterruptedException {
		Throwable failure = catchThrowable(() -> producer.send(what));
		SendReport report = next();
		assertThat(report.failure()).isSameAs(failure);
		return report;
	}

	private SendReport next() throws InterruptedException {
		SendReport report = this.reports.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(report).as("a report").isNotNull();
		return report;
	}

	private Producer producer(ProducerOptions.Builder options) {
		return this.client.newProducer(options.build());
	}

	private static ProducerOptions.Builder options() {
		return ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE);
	}

	private void connect(FaultTolerance tolerance) {
		this.client = RocketClient.builder()
			.nameServers(this.nameServer.address())
			.connectTimeout(PATIENCE)
			.requestTimeout(PATIENCE)
			.faultTolerance(tolerance)
			.sendInterceptor(new SendInterceptor() {

				@Override
				public void afterSend(SendInvocation send, SendReport report) {
					SendFailoverIntegrationTests.this.reports.add(report);
				}

			})
			.build();
	}

}
