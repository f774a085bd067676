package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What one send does for each answer of a broker, and for none.
 */
class SendAttemptTests {

	private static final String TOPIC = "orders";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration COLD_START = Duration.ofSeconds(30);

	private static final Message MESSAGE = Message.builder(TOPIC).tag("created").key("42").body("hello").build();

	private final ScriptedCluster cluster = new ScriptedCluster();

	private RocketClient client;

	private Producer producer;

	@BeforeEach
	void start() {
		this.cluster.topic(TOPIC, this.cluster.first(), this.cluster.second());
		this.client = RocketClient.builder()
			.nameServers(this.cluster.nameServer().address())
			.connectTimeout(COLD_START)
			.requestTimeout(COLD_START)
			.build();
		// classes are loaded and connections made before times are taken
		producer("first", COLD_START).ping(TOPIC);
		this.producer = producer(Duration.ofSeconds(3));
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@ParameterizedTest
	@CsvSource({ "0, SEND_OK", "10, FLUSH_DISK_TIMEOUT", "11, SLAVE_NOT_AVAILABLE", "12, FLUSH_SLAVE_TIMEOUT" })
	void aStoredMessageIsNeverSentAgain(int code, SendStatus status) {
		this.cluster.brokersAnswer((request) -> ScriptedCluster.stored(code));
		SendResult waited = this.producer.send(MESSAGE);
		SendResult later = this.producer.sendAsync(MESSAGE).join();
		assertThat(List.of(waited, later)).extracting(SendResult::status).containsOnly(status);
		assertThat(waited.queueOffset()).isEqualTo(7);
		assertThat(this.cluster.sends()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 14, 16, 17, 204, 205, 215, 501 })
	void aRefusalThatMayEndWithTimeIsFollowedByTheRetriesOfEitherSend(int code) {
		assertThat(attemptsOfEitherSend(code)).containsExactly(3, 3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 13, 15, 26, 604, 2017, 99999 })
	void aRefusalThatStaysIsFinalForEitherSend(int code) {
		assertThat(attemptsOfEitherSend(code)).containsExactly(1, 1);
	}

	private List<Integer> attemptsOfEitherSend(int code) {
		this.cluster.brokersAnswer((request) -> Reply.answer(code, "forbidden by the script"));
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> this.producer.send(MESSAGE))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code))
			.satisfies((ex) -> assertThat(ex.remark()).isEqualTo("forbidden by the script"))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
		int waited = this.cluster.sends().size();
		CompletableFuture<SendResult> later = this.producer.sendAsync(MESSAGE);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(later::join)
			.withCauseInstanceOf(BrokerException.class)
			.satisfies((ex) -> assertThat(((BrokerException) ex.getCause()).code()).isEqualTo(code));
		return List.of(waited, this.cluster.sends().size() - waited);
	}

	@Test
	void aBrokerThatStopsIsAskedOnceMoreOnANewConnectionThenAnotherOne() {
		// not the heartbeats: there is a new connection at most once a second
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.answer(1500, "please go away"));
		for (int i = 0; i < 8; i++) {
			assertThat(this.producer.send(MESSAGE).queue().brokerName()).isEqualTo(this.cluster.second().address());
		}
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).hasSizeGreaterThan(1);
	}

	@Test
	void aBrokerThatGoesAwayForGoodIsARefusalInTheEnd() {
		this.cluster.brokersAnswer((request) -> Reply.answer(1500, "please go away"));
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> this.producer.send(MESSAGE))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(1500))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
	}

	@Test
	void retriesOnAnotherBrokerWhenFirstIsBusy() {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.answer(2, "busy"));
		for (int i = 0; i < 16; i++) {
			assertThat(this.producer.send(MESSAGE).queue().brokerName()).isEqualTo(this.cluster.second().address());
		}
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).extracting(SendAttemptTests::id)
			.isNotEmpty()
			.doesNotHaveDuplicates();
	}

	@Test
	void goesToAnotherBrokerWhenOneCannotBeReached() {
		this.cluster.first().close();
		for (int i = 0; i < 8; i++) {
			assertThat(this.producer.send(MESSAGE).queue().brokerName()).isEqualTo(this.cluster.second().address());
		}
	}

	@Test
	void goesToAnotherBrokerWhenOneClosesTheConnection() {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.closeConnection());
		for (int i = 0; i < 8; i++) {
			assertThat(this.producer.send(MESSAGE).queue().brokerName()).isEqualTo(this.cluster.second().address());
		}
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).isNotEmpty();
	}

	@Test
	void keepsTheIdAndTheBirthOfAMessageOnEveryAttempt() {
		this.cluster.brokersAnswer((request) -> Reply.answer(2, "busy"));
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> this.producer.send(MESSAGE));
		assertThat(this.cluster.sends()).hasSize(3);
		assertThat(this.cluster.sends().stream().map(SendAttemptTests::id).distinct()).hasSize(1);
		assertThat(this.cluster.sends().stream().map((send) -> send.ext().get("g")).distinct()).hasSize(1);
	}

	@Test
	void asksTheOnlyBrokerAgainAfterAPause() {
		this.cluster.topic("alone", this.cluster.first());
		AtomicInteger refusals = new AtomicInteger(2);
		this.cluster.brokersAnswer(
				(request) -> (refusals.getAndDecrement() > 0) ? Reply.answer(2, "busy") : ScriptedCluster.STORED);
		SendResult sent = this.producer.send(Message.builder("alone").body("hello").build());
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).extracting(SendAttemptTests::id)
			.containsExactly(sent.messageId(), sent.messageId(), sent.messageId());
	}

	@Test
	void aSilentBrokerUsesUpOnlyItsShareOfTheTime() {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.noAnswer());
		// sixty attempts share a minute
		Producer patient = this.client
			.newProducer(ProducerOptions.builder("patient").sendTimeout(Duration.ofMinutes(1)).retries(59).build());
		while (this.cluster.first().requests(ScriptedCluster.SEND_V2).isEmpty()) {
			long started = System.nanoTime();
			SendResult sent = patient.send(MESSAGE);
			assertThat(sent.queue().brokerName()).isEqualTo(this.cluster.second().address());
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
		}
	}

	@Test
	void theTimeoutIsThatOfTheCaller() {
		this.cluster.brokersAnswer((request) -> Reply.noAnswer());
		// the first of them also makes the connections
		for (long millis : List.of(1500L, 500L)) {
			long started = System.nanoTime();
			assertThatExceptionOfType(RocketTimeoutException.class)
				.isThrownBy(() -> this.producer.send(MESSAGE, Duration.ofMillis(millis)))
				.withMessageContaining(TOPIC)
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN));
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(Duration.ofMillis(millis * 2 / 3),
					Duration.ofMillis(millis).plus(PATIENCE));
		}
		assertThatExceptionOfType(RocketTimeoutException.class)
			.isThrownBy(() -> producer("impatient", Duration.ofMillis(200)).send(MESSAGE));
	}

	@Test
	void sendsThatWaitForTheirAnswersTakeNoThread() {
		for (int i = 0; i < 10; i++) {
			this.producer.sendAsync(MESSAGE).join();
		}
		CompletableFuture<Reply> held = new CompletableFuture<>();
		this.cluster.brokersAnswer((request) -> held.join());
		Set<Thread> before = clientThreads();
		Producer patient = producer("patient", COLD_START);
		List<CompletableFuture<SendResult>> sends = IntStream.range(0, 1_000)
			.mapToObj((i) -> patient.sendAsync(MESSAGE))
			.toList();
		assertThat(this.client.stats().pendingSends().sends()).isEqualTo(1_000);
		assertThat(before).containsAll(clientThreads());
		held.complete(ScriptedCluster.STORED);
		assertThat(sends).allSatisfy((send) -> assertThat(send).succeedsWithin(COLD_START));
	}

	private static Set<Thread> clientThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("rocketmq-lite-"))
			.collect(Collectors.toSet());
	}

	@Test
	void aOnewaySendLeavesOnceWhateverTheBrokerThinks() {
		this.cluster.topic("alone", this.cluster.first());
		Message alone = Message.builder("alone").body("once").build();
		this.cluster.brokersAnswer((request) -> request.oneway() ? Reply.answer(2, "busy") : ScriptedCluster.STORED);
		this.producer.sendOneway(alone);
		// the same connection: whatever was sent before this has come before it
		this.producer.send(alone);
		assertThat(this.cluster.sends()).extracting(ScriptedBroker.Request::oneway).containsExactly(true, false);
		assertThat(this.cluster.sends().stream().map(SendAttemptTests::id).distinct()).hasSize(2);
	}

	@Test
	void noMessageEverReachesANameServer() {
		this.producer.send(MESSAGE);
		this.producer.sendAsync(MESSAGE).join();
		this.producer.sendOneway(MESSAGE);
		assertThat(this.cluster.nameServer().requests()).isNotEmpty()
			.extracting(ScriptedBroker.Request::code)
			.containsOnly(ScriptedCluster.GET_ROUTE);
	}

	@Test
	void aTopicThatDoesNotExistIsSentWhereTheTemplateTopicIs() {
		this.cluster.topic("TBW102", this.cluster.second());
		Message message = Message.builder("brand-new").body("hello").build();
		for (int i = 0; i < 8; i++) {
			this.producer.send(message);
		}
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).isEmpty();
		assertThat(this.cluster.second().requests(ScriptedCluster.SEND_V2)).hasSize(8)
			.extracting(ScriptedBroker.Request::ext)
			.allSatisfy((fields) -> assertThat(fields)
				.containsAllEntriesOf(Map.of("b", "brand-new", "c", "TBW102", "d", "2")))
			.extracting((fields) -> fields.get("e"))
			.containsOnly("0", "1");
		assertThat(this.cluster.nameServer().requests(ScriptedCluster.GET_ROUTE))
			.extracting((request) -> request.ext().get("topic"))
			.containsSubsequence("brand-new", "TBW102");
	}

	@Test
	void anotherTopicMayBeTheTemplate() {
		this.cluster.topic("blueprint", this.cluster.second());
		try (Producer other = this.client
			.newProducer(ProducerOptions.builder("other").templateTopic("blueprint").build())) {
			other.send(Message.builder("brand-new").body("hello").build());
		}
		assertThat(this.cluster.second().requests(ScriptedCluster.SEND_V2)).singleElement()
			.satisfies((request) -> assertThat(request.ext()).containsEntry("c", "blueprint"));
	}

	@Test
	void theMessageOfTheCallerIsNeverChanged() {
		Message copy = MESSAGE.toBuilder().build();
		SendResult first = this.producer.send(MESSAGE);
		SendResult second = this.producer.send(MESSAGE);
		assertThat(MESSAGE).isEqualTo(copy);
		assertThat(second.messageId()).isNotEqualTo(first.messageId());
		assertThat(this.cluster.sends()).extracting((send) -> send.ext().get("b")).containsOnly(TOPIC);
	}

	@Test
	void anAsynchronousSendReturnsAtOnceAndCompletesOnACallbackThread() {
		this.cluster.brokersAnswer((request) -> Reply.delayed(Duration.ofMillis(300), ScriptedCluster.STORED));
		CompletableFuture<SendResult> sending = this.producer.sendAsync(MESSAGE);
		CompletableFuture<String> thread = sending.thenApply((sent) -> Thread.currentThread().getName());
		assertThat(sending).isNotDone();
		assertThat(thread).succeedsWithin(PATIENCE).asString().startsWith("rocketmq-lite-callback-");
	}

	@Test
	void anErrorOfACallbackHurtsNoOtherSend() {
		for (int i = 0; i < 20; i++) {
			CompletableFuture<Void> thrown = this.producer.sendAsync(MESSAGE).thenAccept((sent) -> {
				throw new IllegalStateException("a callback of the application");
			});
			assertThat(thrown).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
		}
		assertThat(this.producer.sendAsync(MESSAGE)).succeedsWithin(PATIENCE);
	}

	@Test
	void closingWaitsForTheSendsInFlight() {
		this.cluster.brokersAnswer((request) -> Reply.delayed(Duration.ofMillis(500), ScriptedCluster.STORED));
		CompletableFuture<SendResult> sending = this.producer.sendAsync(MESSAGE);
		this.producer.close();
		assertThat(sending).succeedsWithin(PATIENCE);
		assertThat(this.cluster.sends()).hasSize(1);
	}

	private static String id(ScriptedBroker.Request send) {
		return MessageProperties.decode(send.ext().get("i")).get(MessageProperties.UNIQ_KEY);
	}

	private Producer producer(Duration timeout) {
		return producer("order-service", timeout);
	}

	private Producer producer(String group, Duration timeout) {
		return this.client.newProducer(ProducerOptions.builder(group).sendTimeout(timeout).autoCreateQueues(2).build());
	}

}
