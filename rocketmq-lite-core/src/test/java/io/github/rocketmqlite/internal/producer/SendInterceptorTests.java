package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.SendVetoException;
import io.github.rocketmqlite.client.RocketClient;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What interceptors see of sends, and what they may do to them.
 */
class SendInterceptorTests {

	private static final String TOPIC = "orders";

	private static final int SEND_BATCH = 320;

	private static final Message MESSAGE = Message.builder(TOPIC).body("hello").build();

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ScriptedCluster cluster = new ScriptedCluster();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final Recorder ofClient = new Recorder("client");

	private final Recorder ofProducer = new Recorder("producer");

	private RocketClient client;

	private Producer producer;

	@BeforeEach
	void start() {
		this.cluster.topic(TOPIC, this.cluster.first(), this.cluster.second());
		this.client = RocketClient.builder()
			.nameServers(this.cluster.nameServer().address())
			.connectTimeout(PATIENCE)
			.requestTimeout(PATIENCE)
			.sendInterceptor(this.ofClient)
			.build();
		this.producer = this.client
			.newProducer(ProducerOptions.builder("group").sendTimeout(PATIENCE).interceptor(this.ofProducer).build());
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void theClientsComeFirstAndHearOfTheEndLast() {
		this.producer.send(MESSAGE);
		assertThat(this.events).containsExactly("client before", "producer before", "producer after", "client after");
	}

	@Test
	void eachMayReplaceTheMessageOfTheOneBefore() {
		this.ofClient.replaces = (message) -> message.toBuilder().property("one", "1").build();
		this.ofProducer.replaces = (
				message) -> message.toBuilder().property("two", message.properties().get("one") + "+1").build();
		this.producer.send(MESSAGE);
		this.producer.sendAsync(MESSAGE).join();
		this.producer.sendOneway(MESSAGE, SendTarget.queue(new MessageQueue(TOPIC, this.cluster.first().address(), 0)));
		await().atMost(PATIENCE).until(() -> this.cluster.sends().size() == 3);
		assertThat(this.cluster.sends()).extracting((send) -> send.ext().get("i"))
			.allSatisfy((properties) -> assertThat(properties).contains("one\u00011\u0002", "two\u00011+1\u0002"));
		assertThat(this.ofProducer.reports.peek().message().properties()).containsKeys("one", "two");
		assertThat(MESSAGE.properties()).isEmpty();
	}

	@Test
	void aReplacementIsCheckedAsAnyMessage() {
		this.ofClient.replaces = (message) -> message.toBuilder().property("WAIT", "x").build();
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> this.producer.send(MESSAGE))
			.withMessageContaining("WAIT");
		assertThat(this.ofProducer.reports.peek().failure()).isInstanceOf(InvalidMessageException.class);
		assertThat(this.cluster.sends()).isEmpty();
	}

	@Test
	void seesEachAttemptWithQueueAddressDurationAndOutcome() {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.answer(2, "busy"));
		SendResult result;
		do {
			this.ofClient.reports.clear();
			result = this.producer.send(MESSAGE);
		}
		while (this.ofClient.reports.peek().attempts().size() == 1);
		SendReport report = this.ofClient.reports.peek();
		assertThat(report.result()).isEqualTo(result);
		assertThat(report.failure()).isNull();
		SendReport.Attempt refused = report.attempts().get(0);
		SendReport.Attempt stored = report.attempts().get(1);
		assertThat(report.attempts()).hasSize(2);
		assertThat(List.of(refused.number(), stored.number())).containsExactly(1, 2);
		assertThat(refused.brokerAddress()).isEqualTo(this.cluster.first().address());
		assertThat(refused.queue().brokerName()).isEqualTo(this.cluster.first().address());
		assertThat(refused.failure()).isInstanceOf(BrokerException.class);
		assertThat(refused.status()).isNull();
		assertThat(stored.brokerAddress()).isEqualTo(this.cluster.second().address());
		assertThat(stored.status()).isEqualTo(SendStatus.SEND_OK);
		assertThat(stored.failure()).isNull();
		assertThat(report.duration()).isGreaterThanOrEqualTo(refused.duration().plus(stored.duration()))
			.isGreaterThan(Duration.ZERO);
	}

	@Test
	void seesTheAttemptsOfItsBatch() {
		for (ScriptedBroker broker : List.of(this.cluster.first(), this.cluster.second())) {
			broker.on(320, (request) -> ScriptedCluster.STORED);
		}
		this.producer.sendBatch(List.of(MESSAGE, MESSAGE, MESSAGE));
		await().atMost(PATIENCE).until(() -> this.ofClient.reports.size() == 3);
		Producer lingering = this.client.newProducer(
				ProducerOptions.builder("lingering").sendTimeout(PATIENCE).linger(Duration.ofMillis(50)).build());
		CompletableFuture<SendResult> one = lingering.sendAsync(MESSAGE);
		CompletableFuture<SendResult> other = lingering.sendAsync(MESSAGE);
		assertThat(List.of(one.join(), other.join())).hasSize(2);
		await().atMost(PATIENCE).until(() -> this.ofClient.reports.size() == 5);
		assertThat(this.ofClient.reports)
			.allSatisfy((report) -> assertThat(report.attempts()).singleElement().satisfies((attempt) -> {
				assertThat(attempt.number()).isEqualTo(1);
				assertThat(attempt.brokerAddress()).isIn(this.cluster.first().address(),
						this.cluster.second().address());
				assertThat(attempt.status()).isEqualTo(SendStatus.SEND_OK);
			}));
	}

	@Test
	void hearsOfFailuresOfEveryMode() {
		this.cluster.brokersAnswer((request) -> Reply.answer(13, "illegal"));
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> this.producer.send(MESSAGE));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> this.producer.sendAsync(MESSAGE).join());
		SendTarget nonsense = SendTarget.queue(new MessageQueue("other", "b", 0));
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> this.producer.sendOneway(MESSAGE, nonsense));
		await().atMost(PATIENCE).until(() -> this.ofClient.reports.size() == 3);
		assertThat(this.ofClient.reports).extracting((report) -> report.failure().getClass().getSimpleName())
			.containsExactly("BrokerException", "BrokerException", "InvalidMessageException");
		assertThat(this.ofClient.modes).containsExactly(SendInvocation.Mode.SYNC, SendInvocation.Mode.ASYNC,
				SendInvocation.Mode.ONEWAY);
	}

	@Test
	void aOnewayMessageEndsWithNeitherResultNorFailure() {
		this.producer.sendOneway(MESSAGE);
		await().atMost(PATIENCE).until(() -> !this.ofClient.reports.isEmpty());
		SendReport report = this.ofClient.reports.peek();
		assertThat(report.result()).isNull();
		assertThat(report.failure()).isNull();
		assertThat(report.attempts()).hasSize(1);
		assertThat(report.attempts().get(0).status()).isNull();
		assertThat(this.ofClient.endedOn.get()).startsWith("rocketmq-lite-callback");
	}

	@Test
	void theEndIsToldOnTheCallersThreadOrACallbackThread() {
		this.producer.send(MESSAGE);
		assertThat(this.ofClient.endedOn.get()).isEqualTo(Thread.currentThread().getName());
		this.producer.sendAsync(MESSAGE).join();
		assertThat(this.ofClient.endedOn.get()).startsWith("rocketmq-lite-callback");
	}

	@Test
	void whatAnInterceptorThrowsBreaksNoSend() {
		this.ofClient.replaces = (message) -> {
			throw new IllegalStateException("broken before");
		};
		this.ofProducer.replaces = (message) -> null;
		this.ofProducer.breaksAfter = true;
		assertThat(this.producer.send(MESSAGE).isDurable()).isTrue();
		assertThat(this.producer.sendAsync(MESSAGE).join().isDurable()).isTrue();
		this.producer.sendOneway(MESSAGE);
		await().atMost(PATIENCE).until(() -> this.ofClient.reports.size() == 3);
	}

	@Test
	void aVetoEndsTheSendAndIsToldAsItsEnd() {
		this.ofProducer.replaces = (message) -> {
			throw new SendVetoException("not on Sundays");
		};
		assertThatExceptionOfType(SendVetoException.class).isThrownBy(() -> this.producer.send(MESSAGE))
			.withMessage("not on Sundays");
		assertThatExceptionOfType(SendVetoException.class).isThrownBy(() -> this.producer.sendOneway(MESSAGE));
		assertThat(this.producer.sendAsync(MESSAGE)).isCompletedExceptionally();
		assertThat(this.ofClient.reports).hasSize(3)
			.allSatisfy((report) -> assertThat(report.failure()).isInstanceOf(SendVetoException.class));
		assertThat(this.cluster.sends()).isEmpty();
		assertThat(this.client.stats().pendingSends().sends()).isZero();
	}

	@Test
	void closingWaitsUntilTheyHaveHeardOfEveryEnd() {
		CountDownLatch gate = new CountDownLatch(1);
		for (ScriptedBroker broker : List.of(this.cluster.first(), this.cluster.second())) {
			broker.on(SEND_BATCH, (request) -> ScriptedCluster.STORED);
		}
		this.ofProducer.gate = gate;
		this.producer.sendBatch(List.of(MESSAGE, MESSAGE));
		this.producer.sendAsync(MESSAGE);
		this.producer.sendOneway(MESSAGE);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(this.producer::close);
		await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> !closing.isDone());
		gate.countDown();
		assertThat(closing).succeedsWithin(PATIENCE);
		assertThat(this.ofProducer.reports).hasSize(4);
	}

	@Test
	void knowsTheIdBeforeAndAfterAndKeepsWhatIsPutAside() {
		SendResult result = this.producer.send(MESSAGE);
		assertThat(this.ofClient.ids).containsExactly(result.messageId());
		assertThat(this.ofClient.putAside).containsExactly("for " + result.messageId());
	}

	private interface Replacement {

		Message of(Message message);

	}

	private final class Recorder implements SendInterceptor {

		private final String name;

		private final ConcurrentLinkedQueue<SendReport> reports = new ConcurrentLinkedQueue<>();

		private final List<SendInvocation.Mode> modes = new CopyOnWriteArrayList<>();

		private final List<String> ids = new CopyOnWriteArrayList<>();

		private final List<Object> putAside = new CopyOnWriteArrayList<>();

		private final AtomicReference<String> endedOn = new AtomicReference<>();

		private Replacement replaces = (message) -> message;

		private boolean breaksAfter;

		private volatile CountDownLatch gate = new CountDownLatch(0);

		private Recorder(String name) {
			this.name = name;
		}

		@Override
		public Message beforeSend(Message message, SendInvocation send) {
			SendInterceptorTests.this.events.add(this.name + " before");
			this.modes.add(send.mode());
			this.ids.add(send.messageId());
			send.attribute(this, "for " + send.messageId());
			return this.replaces.of(message);
		}

		@Override
		public void afterSend(SendInvocation send, SendReport report) {
			try {
				this.gate.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			SendInterceptorTests.this.events.add(this.name + " after");
			this.endedOn.set(Thread.currentThread().getName());
			this.putAside.add(send.attribute(this));
			this.reports.add(report);
			if (this.breaksAfter) {
				throw new IllegalStateException("broken after");
			}
		}

	}

}
