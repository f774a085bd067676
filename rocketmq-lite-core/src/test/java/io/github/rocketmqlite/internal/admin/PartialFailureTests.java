package io.github.rocketmqlite.internal.admin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.admin.Admin;
import io.github.rocketmqlite.admin.AdminException;
import io.github.rocketmqlite.admin.ByBroker;
import io.github.rocketmqlite.admin.ConsumerLag;
import io.github.rocketmqlite.admin.GroupSettings;
import io.github.rocketmqlite.admin.LiteParentInfo;
import io.github.rocketmqlite.admin.MessageQuery;
import io.github.rocketmqlite.admin.TopicSettings;
import io.github.rocketmqlite.admin.TopicStats;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the administration says when some of the brokers do not do their part.
 */
class PartialFailureTests {

	private static final String STATS = "{\"offsetTable\":{{\"brokerName\":\"good\",\"queueId\":0,\"topic\":\"orders\"}:"
			+ "{\"minOffset\":1,\"maxOffset\":9,\"lastUpdateTimestamp\":5,\"brokerOffset\":9,\"consumerOffset\":4}}}";

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker good = ScriptedBroker.start();

	private final ScriptedBroker bad = ScriptedBroker.start();

	private final RocketClient client = RocketClient.builder().nameServers(this.nameServer.address()).build();

	private final Admin admin = this.client.admin();

	@BeforeEach
	void twoBrokers() {
		String brokers = "\"cluster\":\"c\",\"brokerName\":\"%s\",\"brokerAddrs\":{0:\"%s\"}}";
		String goodData = "{" + brokers.formatted("good", this.good.address());
		String badData = "{" + brokers.formatted("bad", this.bad.address());
		this.nameServer
			.on(106, (request) -> ok("{\"brokerAddrTable\":{\"good\":" + goodData + ",\"bad\":" + badData + "}}"))
			.on(105, (request) -> ok("{\"brokerDatas\":[" + goodData + "," + badData + "],\"queueDatas\":["
					+ queues("good") + "," + queues("bad") + "]}"))
			.on(216, (request) -> ok(""));
		for (int code : new int[] { 17, 200, 207, 215 }) {
			this.good.on(code, (request) -> ok(""));
		}
		this.good.on(202, (request) -> ok(STATS)).on(208, (request) -> ok(STATS)).on(12, (request) -> Reply.answer(22));
		for (int code : new int[] { 12, 17, 200, 202, 203, 207, 208, 215, 222 }) {
			this.bad.on(code, (request) -> Reply.answer(2, "too busy", Map.of(), new byte[0]));
		}
	}

	@AfterEach
	void close() {
		this.client.close();
		this.bad.close();
		this.good.close();
		this.nameServer.close();
	}

	@Test
	void changesNameTheBrokersThatDidThemAndThoseThatDidNot() {
		assertThatExceptionOfType(AdminException.class)
			.isThrownBy(() -> this.admin.createTopic(TopicSettings.builder("orders").build()))
			.withMessageContaining("Creating topic 'orders' failed at bad: ")
			.withMessageContaining("too busy")
			.withMessageContaining("succeeded at good")
			.satisfies((failure) -> {
				assertThat(failure.succeeded()).containsExactly("good");
				assertThat(failure.failures()).containsOnlyKeys("bad");
				assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
				assertThat(failure).hasCauseInstanceOf(BrokerException.class);
			});
		assertThatExceptionOfType(AdminException.class)
			.isThrownBy(() -> this.admin.createGroup(GroupSettings.builder("billing").build()))
			.withMessageContaining("'billing'");
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> this.admin.deleteGroup("billing", false))
			.withMessageContaining("'billing'");
	}

	@Test
	void aTopicThatOneBrokerKeepsStaysKnownToTheNameServers() {
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> this.admin.deleteTopic("orders"))
			.satisfies((failure) -> assertThat(failure.failures()).containsOnlyKeys("bad"));
		assertThat(this.good.requests(215)).hasSize(1);
		assertThat(this.nameServer.requests(216)).isEmpty();
		this.bad.on(215, (request) -> ok(""));
		this.admin.deleteTopic("orders");
		assertThat(this.nameServer.requests(216)).hasSize(1);
	}

	@Test
	void readingGivesWhatThereIsAndNamesTheRest() {
		MessageQueue queue = new MessageQueue("orders", "good", 0);
		TopicStats stats = this.admin.topicStats("orders");
		assertThat(stats.queues())
			.containsOnly(Map.entry(queue, new TopicStats.QueueStats(1, 9, Instant.ofEpochMilli(5))));
		assertThat(stats.failures()).containsOnlyKeys("bad");
		ConsumerLag lag = this.admin.lag("billing");
		assertThat(lag.total()).isEqualTo(5);
		assertThat(lag.failures()).containsOnlyKeys("bad");
		assertThat(this.admin.queryMessages(MessageQuery.byKey("orders", "k")).failures()).containsOnlyKeys("bad");
	}

	@Test
	void aBrokerThatIsAwayIsNamedWithItsAddress() {
		String address = this.bad.address();
		this.bad.close();
		assertThat(this.admin.topicStats("orders").failures().get("bad")).isInstanceOf(RocketConnectionException.class)
			.hasMessageContaining(address);
	}

	@Test
	void readingFailsWhenNobodyAnswers() {
		this.good.on(202, (request) -> Reply.answer(1));
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> this.admin.topicStats("orders"))
			.withMessageContaining("good: ")
			.withMessageContaining("bad: ")
			.satisfies((failure) -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT));
	}

	@Test
	void aSilentBrokerCostsNoMoreThanTheTimeout() {
		this.bad.on(202, (request) -> Reply.noAnswer());
		TopicStats stats = this.admin.withTimeout(Duration.ofSeconds(3)).topicStats("orders");
		assertThat(stats.failures()).containsOnlyKeys("bad");
		assertThat(stats.queues()).hasSize(1);
	}

	@Test
	void aMessageThatOneBrokerCannotLookForIsNotCalledAbsent() {
		String id = "7F000001" + "%08X".formatted(Integer.parseInt(this.bad.address().split(":")[1]))
				+ "0000000000000010";
		this.bad.on(33, (request) -> Reply.answer(1, "can not find message by the offset", Map.of(), new byte[0]));
		assertThat(this.admin.viewMessage("orders", id)).isEmpty();
		assertThat(this.good.requests(33)).isEmpty();
		this.bad.on(33, (request) -> Reply.answer(2));
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> this.admin.viewMessage("orders", id))
			.withMessageContaining(id);
	}

	@Test
	void whatIsKnownOfLiteTopicsIsToldByBroker() {
		this.good.on(200_075, (request) -> ok("{\"ttl\":60,\"liteTopicCount\":2}"));
		this.bad.on(200_075, (request) -> Reply.answer(3, "request type 200075 not supported"));
		ByBroker<LiteParentInfo> known = this.admin.lite().topic("orders");
		assertThat(known.answers()).containsOnlyKeys("good");
		assertThat(known.failures()).containsOnlyKeys("bad");
		assertThat(known.failures().get("bad")).hasMessageContaining("REQUEST_CODE_NOT_SUPPORTED");
		this.good.on(200_079, (request) -> ok(""));
		this.bad.on(200_079, (request) -> Reply.answer(26, "Group [billing] not exist."));
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> this.admin.lite().dispatch("billing", "c"))
			.withMessageContaining("client 'c' of group 'billing'")
			.satisfies((failure) -> assertThat(failure.succeeded()).containsExactly("good"));
		this.good.on(200_075, (request) -> Reply.answer(3, "request type 200075 not supported"));
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> this.admin.lite().topic("orders"))
			.withMessageContaining("'orders'")
			.withMessageContaining("200075 not supported");
	}

	private static String queues(String brokerName) {
		return "{\"brokerName\":\"" + brokerName
				+ "\",\"perm\":6,\"readQueueNums\":1,\"writeQueueNums\":1,\"topicSysFlag\":0}";
	}

	private static Reply ok(String body) {
		return Reply.answer(0, null, Map.of(), body.getBytes(StandardCharsets.UTF_8));
	}

}
