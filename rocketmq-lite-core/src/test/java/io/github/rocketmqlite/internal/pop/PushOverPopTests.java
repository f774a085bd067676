package io.github.rocketmqlite.internal.pop;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.ReceiveMode;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.rocketmqlite.internal.pop.PopAnswers.ACK;
import static io.github.rocketmqlite.internal.pop.PopAnswers.BATCH_ACK;
import static io.github.rocketmqlite.internal.pop.PopAnswers.CHANGE;
import static io.github.rocketmqlite.internal.pop.PopAnswers.NOTIFICATION;
import static io.github.rocketmqlite.internal.pop.PopAnswers.POP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Push consumers that pop, and what they say to brokers.
 */
@Timeout(60)
class PushOverPopTests {

	private static final int SEND_BACK = 36;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	private final AtomicInteger pops = new AtomicInteger();

	private final RocketClient client = RocketClient.builder().nameServers(this.nameServer.address()).build();

	@BeforeEach
	void script() {
		PopAnswers.script(this.nameServer, this.broker, this.pops);
		this.broker.on(SEND_BACK, (request) -> Reply.answer(0));
		this.broker.on(NOTIFICATION,
				(request) -> "0".equals(request.ext().get("pollTime")) ? Reply.answer(0) : Reply.noAnswer());
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.nameServer.close();
		this.broker.close();
	}

	@Test
	void popsWithItsOptionsAndAcknowledgesWhatIsHandled() {
		PushConsumerOptions options = options().invisibleTime(Duration.ofSeconds(30)).pullBatchSize(16).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> ConsumeOutcome.SUCCESS)) {
			await().atMost(PATIENCE).until(() -> acknowledged() >= 2);
			assertThat(this.broker.requests(POP).get(0).ext()).containsEntry("bornTime", "0")
				.containsEntry("queueId", "-1")
				.containsEntry("maxMsgNums", "16")
				.containsEntry("pollTime", "0")
				.containsEntry("invisibleTime", "30000")
				.containsEntry("initMode", "1")
				.containsEntry("order", "false")
				.containsEntry("exp", "*");
			assertThat(this.broker.requests(34))
				.anySatisfy((request) -> assertThat(new String(request.body(), StandardCharsets.UTF_8))
					.contains("\"consumeType\":\"CONSUME_PASSIVELY\""));
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0);
		}
	}

	/** One alone, then those that came meanwhile. */
	private int acknowledged() {
		return this.broker.requests(ACK).size() + this.broker.requests(BATCH_ACK).size();
	}

	@Test
	void whatFailsComesAgainAfterItsDelayAndWhatIsHopelessIsADeadLetter() {
		try (PushConsumer consumer = this.client.newPushConsumer(options().build(),
				(message) -> switch ((int) message.queueOffset()) {
					case 0 -> ConsumeOutcome.retryAfter(Duration.ofMillis(7300));
					case 1 -> ConsumeOutcome.RETRY;
					default -> ConsumeOutcome.DEAD_LETTER;
				})) {
			await().atMost(PATIENCE).until(() -> this.broker.requests(CHANGE).size() == 2 && acknowledged() == 1);
			assertThat(this.broker.requests(CHANGE)).extracting((request) -> request.ext().get("invisibleTime"))
				.containsExactlyInAnyOrder("7300", "10000");
			assertThat(this.broker.requests(CHANGE))
				.allSatisfy((request) -> assertThat(request.ext()).doesNotContainKey("suspend"));
			assertThat(this.broker.requests(SEND_BACK).get(0).ext()).containsEntry("delayLevel", "-1");
			assertThat(consumer.group()).isEqualTo("billing");
		}
	}

	@Test
	void closingGivesBackWhatNobodyHasBegunWithoutCountingIt() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		PushConsumer consumer = this.client.newPushConsumer(options().concurrency(1).build(), (message) -> {
			begun.countDown();
			goOn.await();
			return ConsumeOutcome.SUCCESS;
		});
		begun.await();
		Thread closing = new Thread(consumer::close);
		closing.start();
		await().atMost(PATIENCE).until(() -> this.broker.requests(CHANGE).size() == 2);
		assertThat(this.broker.requests(CHANGE))
			.allSatisfy((request) -> assertThat(request.ext()).containsEntry("invisibleTime", "0")
				.containsEntry("suspend", "true"));
		assertThat(closing.isAlive()).isTrue();
		goOn.countDown();
		closing.join();
		assertThat(this.broker.requests(ACK)).hasSize(1);
		assertThat(this.broker.requests(35)).isNotEmpty();
	}

	@Test
	void aListenerThatOutlastsTheDrainTimeoutKeepsItsMessageForItsInvisibleTime() {
		CountDownLatch begun = new CountDownLatch(3);
		CountDownLatch over = new CountDownLatch(1);
		PushConsumer consumer = this.client.newPushConsumer(options().drainTimeout(Duration.ZERO).build(),
				(message) -> {
					begun.countDown();
					awaitWhateverInterrupts(over);
					return ConsumeOutcome.SUCCESS;
				});
		try {
			await().atMost(PATIENCE).until(() -> begun.getCount() == 0);
			consumer.close();
			assertThat(this.broker.requests(CHANGE)).isEmpty();
			assertThat(this.broker.requests(35)).isNotEmpty();
		}
		finally {
			over.countDown();
		}
	}

	/** Closing interrupts listeners in the end, and one that gives up says so. */
	private static void awaitWhateverInterrupts(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// goes on
			}
		}
	}

	@Test
	void popsTheQueuesThatBrokersAssignAndPullsAgainWhenTheyWantThat() {
		AtomicReference<String> mode = new AtomicReference<>("POP");
		this.broker.on(400, (request) -> Reply.answer(0, null, Map.of(), ("""
				{"messageQueueAssignments":[{"messageQueue":{"topic":"orders","brokerName":"broker-a","queueId":0},
				"mode":"%s"}]}""".formatted(mode.get())).getBytes(StandardCharsets.UTF_8)));
		this.broker.on(14, (request) -> Reply.answer(0, null, Map.of("offset", "3"), new byte[0]));
		this.broker.on(15, (request) -> Reply.answer(0)).on(11, (request) -> Reply.noAnswer());
		PushConsumerOptions options = PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.all())
			.assignedByBroker(true)
			.build();
		try (RocketClient looking = RocketClient.builder()
			.nameServers(this.nameServer.address())
			.rebalanceInterval(Duration.ofMillis(200))
			.build(); PushConsumer consumer = looking.newPushConsumer(options, (message) -> ConsumeOutcome.SUCCESS)) {
			assertThat(this.broker.awaitRequest(POP, PATIENCE).ext()).containsEntry("queueId", "0");
			assertThat(this.broker.awaitRequest(NOTIFICATION, PATIENCE).ext()).containsEntry("queueId", "0");
			assertThat(this.broker.requests(11)).isEmpty();
			mode.set("PULL");
			assertThat(this.broker.awaitRequest(11, PATIENCE).ext()).containsEntry("queueOffset", "3");
			assertThat(consumer.assignment()).containsExactly(new MessageQueue("orders", "broker-a", 0));
			int popped = this.pops.get();
			mode.set("POP");
			await().atMost(PATIENCE).until(() -> this.pops.get() > popped);
		}
	}

	@Test
	void brokersThatKnowNoPopAreAnErrorAtTheStart() {
		this.broker.on(NOTIFICATION, (request) -> Reply.answer(3, "request type 200054 not supported"));
		assertThatExceptionOfType(RocketException.class)
			.isThrownBy(() -> this.client.newPushConsumer(options().build(), (message) -> ConsumeOutcome.SUCCESS))
			.withMessageContaining("Group billing cannot pop messages of topic orders: broker broker-a")
			.withMessageContaining("before 5.0");
		assertThat(this.broker.requests(POP)).isEmpty();
		assertThat(this.broker.requests(35)).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource("useless")
	void refusesWhatMakesNoSense(Consumer<PushConsumerOptions.Builder> setting, String name) {
		PushConsumerOptions.Builder options = options();
		setting.accept(options);
		assertThatIllegalArgumentException().isThrownBy(options::build)
			.withMessageContaining("'" + name + "'")
			.withMessageContaining("makes no sense with receiveMode POP");
	}

	static Stream<Arguments> useless() {
		return Stream.of(setting((options) -> options.ordered(true), "ordered"),
				setting((options) -> options.orderedByKey(true), "orderedByKey"),
				setting((options) -> options.messageModel(MessageModel.BROADCASTING), "messageModel"),
				setting((options) -> options.assignedByBroker(true), "assignedByBroker"),
				setting((options) -> options.offsetsInFile(Path.of("offsets")), "offsetsInFile"),
				setting((options) -> options.startAt(Instant.EPOCH), "startAt"));
	}

	private static Arguments setting(Consumer<PushConsumerOptions.Builder> setting, String name) {
		return Arguments.of(setting, name);
	}

	@Test
	void refusesLimitsThatBrokersDoNotKnow() {
		for (Duration bad : List.of(Duration.ofMillis(999), Duration.ofHours(13))) {
			assertThatIllegalArgumentException().isThrownBy(() -> options().invisibleTime(bad).build())
				.withMessageContaining("'invisibleTime' must be 1 second to 12 hours");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> options().maxPoppedPerQueue(0).build())
			.withMessageContaining("'maxPoppedPerQueue'");
	}

	private static PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder("billing").subscribe("orders", Filter.all()).receiveMode(ReceiveMode.POP);
	}

}
