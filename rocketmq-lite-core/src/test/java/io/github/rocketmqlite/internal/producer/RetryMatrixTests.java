package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * The decision after each answer of a broker, in each way to send.
 */
class RetryMatrixTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Message MESSAGE = Message.builder("orders").body("hello").build();

	private final ScriptedCluster cluster = new ScriptedCluster();

	private final BlockingQueue<SendReport> reports = new LinkedBlockingQueue<>();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.cluster.topic("orders", this.cluster.first(), this.cluster.second());
		this.client = client();
	}

	@AfterEach
	void stop() {
		this.client.close();
		assertThat(this.cluster.nameServer().requests()).extracting(ScriptedBroker.Request::code)
			.containsOnly(ScriptedCluster.GET_ROUTE);
		this.cluster.close();
	}

	@ParameterizedTest
	@EnumSource(ResponseCode.class)
	void eachCodeIsDecidedUponAlikeInEachMode(ResponseCode code) throws InterruptedException {
		boolean stored = List.of(0, 10, 11, 12).contains(code.number());
		this.cluster.brokersAnswer((request) -> stored ? ScriptedCluster.stored(code.number())
				: Reply.answer(code.number(), "forbidden by the script"));
		Producer producer = producer("p");
		SendReport waited = sync(producer, MESSAGE);
		SendReport later = async(producer, MESSAGE);
		assertThat(List.of(waited, later)).allSatisfy((report) -> {
			assertThat(report.attempts()).hasSize(code.isRetryable() ? 3 : 1);
			if (stored) {
				assertThat(report.failure()).isNull();
			}
			else {
				assertThat(report.failure()).isInstanceOfSatisfying(BrokerException.class,
						(refusal) -> assertThat(refusal.code()).isEqualTo(code.number()));
			}
		});
		assertThat(brokers(later)).hasSameSizeAs(brokers(waited));
		assertThat(oneway(producer).attempts()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(value = ResponseCode.class, mode = EnumSource.Mode.EXCLUDE,
			names = { "SUCCESS", "FLUSH_DISK_TIMEOUT", "SLAVE_NOT_AVAILABLE", "FLUSH_SLAVE_TIMEOUT" })
	void anyCodeCanBeMadeOneThatIsRetried(ResponseCode code) throws InterruptedException {
		this.cluster.brokersAnswer((request) -> Reply.answer(code.number(), "forbidden by the script"));
		Producer producer = this.client.newProducer(
				ProducerOptions.builder("p").sendTimeout(PATIENCE).retries(1).retryCodes(code.number(), 4711).build());
		assertThat(sync(producer, MESSAGE).attempts()).hasSize(2);
		assertThat(async(producer, MESSAGE).attempts()).hasSize(2);
	}

	@Test
	void codesNobodyKnowsAreFinalUnlessAdded() throws InterruptedException {
		this.cluster.brokersAnswer((request) -> Reply.answer(4711, "made up"));
		assertThat(sync(producer("strict"), MESSAGE).attempts()).hasSize(1);
		Producer lenient = this.client
			.newProducer(ProducerOptions.builder("lenient").sendTimeout(PATIENCE).retryCodes(4711).build());
		assertThat(sync(lenient, MESSAGE).attempts()).hasSize(3);
	}

	@Test
	void aDenialOfAccessIsFinalAlthoughItsCodeWasAdded() throws InterruptedException {
		this.cluster.brokersAnswer((request) -> Reply.answer(16, "User:mallory not found."));
		Producer producer = this.client.newProducer(ProducerOptions.builder("p").retryCodes(16).build());
		assertThat(sync(producer, MESSAGE).attempts()).hasSize(1);
	}

	@Test
	void aConnectionThatEndsIsRetriedUnlessACopyWouldGoUnnoticed() throws InterruptedException {
		this.cluster.brokersAnswer((request) -> Reply.closeConnection());
		Producer producer = producer("p");
		assertThat(sync(producer, MESSAGE).attempts()).hasSize(3);
		assertThat(async(producer, MESSAGE).attempts()).hasSize(3);
		int before = this.cluster.sends().size();
		assertThat(oneway(producer).attempts()).hasSize(1);
		await().atMost(PATIENCE).until(() -> this.cluster.sends().size() == before + 1);
	}

	@Test
	void aSendWhoseConnectionEndsDoesNotWaitForItsTimeout() throws InterruptedException {
		this.cluster.brokersAnswer((request) -> Reply.closeConnection());
		Producer producer = this.client
			.newProducer(ProducerOptions.builder("p").sendTimeout(Duration.ofMinutes(5)).retries(0).build());
		SendReport report = sync(producer, MESSAGE);
		assertThat(report.failure()).isInstanceOf(RocketConnectionException.class);
		assertThat(report.duration()).isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void aBrokerThatIsNotThereIsPassedOverInEachMode() throws InterruptedException {
		String gone = this.cluster.first().address();
		this.cluster.first().close();
		int passedOver = 0;
		for (int i = 0; i < 12; i++) {
			RocketClient fresh = client();
			Producer producer = fresh.newProducer(ProducerOptions.builder("p").sendTimeout(PATIENCE).build());
			SendReport report = switch (i % 3) {
				case 0 -> sync(producer, MESSAGE);
				case 1 -> async(producer, MESSAGE);
				default -> oneway(producer);
			};
			assertThat(report.failure()).isNull();
			List<SendReport.Attempt> attempts = report.attempts();
			assertThat(attempts.get(attempts.size() - 1).queue().brokerName()).isNotEqualTo(gone);
			passedOver += attempts.size() - 1;
			fresh.close();
		}
		assertThat(passedOver).isPositive();
	}

	@Test
	void whatHasItsPlaceIsTriedAgainThereAndNowhereElse() throws InterruptedException {
		this.cluster.brokersAnswer((request) -> Reply.answer(2, "busy"));
		Producer producer = producer("p");
		MessageQueue queue = new MessageQueue("orders", this.cluster.second().address(), 3);
		producer.sendAsync(MESSAGE, SendTarget.queue(queue));
		assertThat(next().attempts()).hasSize(3).extracting(SendReport.Attempt::queue).containsOnly(queue);
		producer.sendAsync(MESSAGE, SendTarget.broker(queue.brokerName()));
		assertThat(brokers(next())).containsExactly(queue.brokerName(), queue.brokerName(), queue.brokerName());
		producer.sendAsync(MESSAGE, SendTarget.selectedBy((queues, message, argument) -> queues.get(5), null));
		assertThat(next().attempts().stream().map(SendReport.Attempt::queue).distinct()).hasSize(1);
		producer.sendAsync(MESSAGE.toBuilder().orderingKey("k").build());
		assertThat(next().attempts().stream().map(SendReport.Attempt::queue).distinct()).hasSize(1);
	}

	@Test
	void anAttemptTakesNoMoreThanItsTimeout() throws InterruptedException {
		this.cluster.brokersAnswer((request) -> Reply.noAnswer());
		producer("first-makes-connections").sendOneway(MESSAGE);
		next();
		Producer producer = this.client.newProducer(ProducerOptions.builder("p")
			.sendTimeout(Duration.ofSeconds(60))
			.attemptTimeout(Duration.ofMillis(300))
			.build());
		SendReport report = sync(producer, MESSAGE);
		assertThat(report.attempts()).hasSize(3)
			.allSatisfy((attempt) -> assertThat(attempt.duration()).isLessThan(Duration.ofSeconds(10)));
		assertThat(report.duration()).isBetween(Duration.ofMillis(850), Duration.ofSeconds(30));
	}

	@Test
	void aMessageStoredLessSafelyGoesToAnotherBrokerIfThatIsWanted() throws InterruptedException {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> ScriptedCluster.stored(10));
		Producer producer = this.client.newProducer(ProducerOptions.builder("p").retryNotStored(true).build());
		for (int i = 0; i < 8; i++) {
			assertThat(sync(producer, MESSAGE).result()).matches(SendResult::isDurable);
		}
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).isNotEmpty();
		this.cluster.second().on(ScriptedCluster.SEND_V2, (request) -> ScriptedCluster.stored(11));
		SendReport neither = sync(producer, MESSAGE);
		assertThat(neither.attempts()).hasSize(3);
		assertThat(neither.failure()).isNull();
		assertThat(neither.result().isDurable()).isFalse();
	}

	@Test
	void whatIsStoredIsAResultAlthoughTheOtherBrokerRefusesIt() throws InterruptedException {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> ScriptedCluster.stored(12));
		this.cluster.second().on(ScriptedCluster.SEND_V2, (request) -> Reply.answer(13, "illegal"));
		Producer producer = this.client.newProducer(ProducerOptions.builder("p").retryNotStored(true).build());
		SendReport report;
		do {
			report = sync(producer, MESSAGE);
		}
		while (report.attempts().size() == 1);
		assertThat(report.result()).isNotNull();
		assertThat(report.result().queue().brokerName()).isEqualTo(this.cluster.first().address());
	}

	@Test
	void aClusterThatFailsDoesNotSeeItsLoadMultiplied() {
		this.cluster.brokersAnswer((request) -> Reply.answer(2, "busy"));
		Producer producer = this.client
			.newProducer(ProducerOptions.builder("p").sendTimeout(PATIENCE).retryBudget(20).build());
		long started = System.nanoTime();
		int sends = 1_000;
		for (int i = 0; i < sends; i++) {
			assertThat(catchThrowable(() -> producer.send(MESSAGE))).isInstanceOf(BrokerException.class);
		}
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started) + 1;
		assertThat(this.cluster.sends().size()).isBetween(sends + 20, (int) (sends + sends / 5 + 20 + 10 * seconds));
		assertThat(catchThrowable(() -> producer.send(MESSAGE))).isInstanceOf(RocketException.class);
	}

	private static List<String> brokers(SendReport report) {
		return report.attempts().stream().map((attempt) -> attempt.queue().brokerName()).toList();
	}

	private SendReport sync(Producer producer, Message message) throws InterruptedException {
		Throwable thrown = catchThrowable(() -> producer.send(message));
		SendReport report = next();
		assertThat(report.failure()).isSameAs(thrown);
		return report;
	}

	private SendReport async(Producer producer, Message message) throws InterruptedException {
		Throwable thrown = catchThrowable(() -> producer.sendAsync(message).join());
		SendReport report = next();
		assertThat(report.failure()).isSameAs((thrown != null) ? Blocking.unwrap(thrown) : null);
		return report;
	}

	private SendReport oneway(Producer producer) throws InterruptedException {
		producer.sendOneway(MESSAGE);
		return next();
	}

	private SendReport next() throws InterruptedException {
		SendReport report = this.reports.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(report).as("a report").isNotNull();
		return report;
	}

	private Producer producer(String group) {
		return this.client.newProducer(ProducerOptions.builder(group).sendTimeout(PATIENCE).build());
	}

	private RocketClient client() {
		return RocketClient.builder()
			.nameServers(this.cluster.nameServer().address())
			.connectTimeout(PATIENCE)
			.requestTimeout(PATIENCE)
			.sendInterceptor(new SendInterceptor() {

				@Override
				public void afterSend(SendInvocation send, SendReport report) {
					RetryMatrixTests.this.reports.add(report);
				}

			})
			.build();
	}

}
