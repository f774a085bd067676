package io.github.rocketmqlite.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.session.ClientSession;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client says in its heartbeats and learns from their answers.
 */
class HeartbeatTests {

	private static final int HEARTBEAT = 34;

	private static final Reply CONFIRMED = heartbeatAnswer(false);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	@BeforeEach
	void script() {
		this.nameServer.routeTo("orders", "a-broker", this.broker.address(), 1);
		this.broker.on(HEARTBEAT, (request) -> CONFIRMED).on(35, (request) -> Reply.answer(0));
	}

	@AfterEach
	void stop() {
		this.broker.close();
		this.nameServer.close();
	}

	@Test
	void whatABrokerHasConfirmedIsLeftOut() {
		try (RocketClient client = client(true); PushConsumer consumer = consumer(client)) {
			assertThat(consumer).isNotNull();
			soon().until(() -> heartbeats().size() >= 4);
			List<JsonNode> heartbeats = heartbeats();
			assertThat(heartbeats.get(0).path("withoutSub").asBoolean()).isFalse();
			assertThat(subscriptions(heartbeats.get(0))).isEqualTo(2);
			JsonNode last = heartbeats.get(3);
			assertThat(last.path("withoutSub").asBoolean()).isTrue();
			assertThat(subscriptions(last)).isZero();
			assertThat(last.path("heartbeatFingerprint").asInt()).isNotZero()
				.isEqualTo(heartbeats.get(0).path("heartbeatFingerprint").asInt());
		}
	}

	@Test
	void aNewConnectionBeginsInFull() {
		try (RocketClient client = client(true); PushConsumer consumer = consumer(client)) {
			assertThat(consumer).isNotNull();
			soon().until(() -> lastIsCompact());
			int before = heartbeats().size();
			this.broker.closeConnections();
			soon().until(() -> heartbeats().stream()
				.skip(before)
				.anyMatch((heartbeat) -> !heartbeat.path("withoutSub").asBoolean()));
			soon().until(() -> lastIsCompact());
		}
	}

	@Test
	void aBrokerThatKnewSomethingElseIsToldInFull() {
		try (RocketClient client = client(true); PushConsumer consumer = consumer(client)) {
			assertThat(consumer).isNotNull();
			soon().until(() -> lastIsCompact());
			this.broker.on(HEARTBEAT, (request) -> heartbeatAnswer(true));
			int before = heartbeats().size();
			soon().until(() -> heartbeats().size() >= before + 4);
			assertThat(heartbeats().subList(before + 2, before + 4))
				.allSatisfy((heartbeat) -> assertThat(subscriptions(heartbeat)).isEqualTo(2));
		}
	}

	@Test
	void anOldBrokerIsToldInFullEveryTime() {
		this.broker.on(HEARTBEAT, (request) -> Reply.answer(0));
		try (RocketClient client = client(true); PushConsumer consumer = consumer(client)) {
			assertThat(consumer).isNotNull();
			soon().until(() -> heartbeats().size() >= 4);
			assertThat(heartbeats()).allSatisfy((heartbeat) -> assertThat(subscriptions(heartbeat)).isEqualTo(2));
		}
	}

	@Test
	void heartbeatsAreOfTheFirstVersionUnlessToldOtherwise() {
		try (RocketClient client = client(false); PushConsumer consumer = consumer(client)) {
			assertThat(consumer).isNotNull();
			soon().until(() -> heartbeats().size() >= 3);
			assertThat(heartbeats()).allSatisfy((heartbeat) -> {
				assertThat(heartbeat.path("heartbeatFingerprint").asInt()).isZero();
				assertThat(subscriptions(heartbeat)).isEqualTo(2);
			});
		}
	}

	@Test
	void aBrokerWithKnownHolesIsWarnedOfOnce() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(ClientSession.class);
		Level level = logger.getLevel();
		logger.setLevel(Level.WARN);
		log.start();
		logger.addAppender(log);
		this.broker.on(HEARTBEAT, (request) -> Reply.raw(answerOf(407, request.opaque())));
		try (RocketClient client = client(false); PushConsumer consumer = consumer(client)) {
			assertThat(consumer).isNotNull();
			soon().until(() -> heartbeats().size() >= 4);
			assertThat(client.stats().servers().brokerVersions())
				.containsExactly(Map.entry(this.broker.address(), "4.9.7"));
			assertThat(List.copyOf(log.list)).filteredOn((event) -> event.getLevel() == Level.WARN)
				.extracting(ILoggingEvent::getFormattedMessage)
				.filteredOn((text) -> text.contains(this.broker.address()))
				.singleElement()
				.asString()
				.contains("4.9.7", "5.3.0", "CVE-2023-33246");
		}
		finally {
			logger.detachAppender(log);
			logger.setLevel(level);
		}
	}

	private boolean lastIsCompact() {
		List<JsonNode> heartbeats = heartbeats();
		return !heartbeats.isEmpty() && heartbeats.get(heartbeats.size() - 1).path("withoutSub").asBoolean();
	}

	private List<JsonNode> heartbeats() {
		return this.broker.requests(HEARTBEAT)
			.stream()
			.map((request) -> JsonMapper.shared().readTree(request.body()))
			// the first one asks whether anybody is there, before the consumer has joined
			.filter((heartbeat) -> !heartbeat.path("consumerDataSet").isEmpty())
			.toList();
	}

	private static int subscriptions(JsonNode heartbeat) {
		return heartbeat.at("/consumerDataSet/0/subscriptionDataSet").size();
	}

	private static Reply heartbeatAnswer(boolean changed) {
		return Reply.answer(0, null,
				Map.of("IS_SUPPORT_HEART_BEAT_V2", "true", "IS_SUB_CHANGE", Boolean.toString(changed)), new byte[0]);
	}

	private static byte[] answerOf(int version, int opaque) {
		byte[] header = ("{\"code\":0,\"flag\":1,\"language\":\"JAVA\",\"opaque\":" + opaque
				+ ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":" + version + "}")
			.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(8 + header.length)
			.putInt(4 + header.length)
			.putInt(header.length)
			.put(header)
			.array();
	}

	private static ConditionFactory soon() {
		return Awaitility.await().atMost(Duration.ofSeconds(20));
	}

	private RocketClient client(boolean compact) {
		return RocketClient.builder()
			.nameServers(this.nameServer.address())
			.heartbeatInterval(Duration.ofMillis(100))
			.requestTimeout(Duration.ofSeconds(1))
			.compactHeartbeats(compact)
			.build();
	}

	private static PushConsumer consumer(RocketClient client) {
		return client.newPushConsumer(
				PushConsumerOptions.builder("billing").subscribe("orders", Filter.tags("paid", "refunded")).build(),
				(message) -> ConsumeOutcome.SUCCESS);
	}

}
