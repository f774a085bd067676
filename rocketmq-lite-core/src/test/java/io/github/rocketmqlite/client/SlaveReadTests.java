package io.github.rocketmqlite.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A broker loses its master while a consumer reads from it.
 */
class SlaveReadTests {

	private static final int PULL = 11;

	private static final int QUERY_OFFSET = 14;

	private static final int UPDATE_OFFSET = 15;

	private static final int CONSUMER_LIST = 38;

	private static final int ROUTE = 105;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker master = ScriptedBroker.start();

	private final ScriptedBroker slave = ScriptedBroker.start();

	private volatile String replicas = "\"0\":\"" + this.master.address() + "\",\"2\":\"" + this.slave.address() + "\"";

	@BeforeEach
	void script() {
		this.nameServer.on(ROUTE,
				(request) -> request.ext().get("topic").equals("orders")
						? Reply.answer(0, null, Map.of(), route().getBytes(StandardCharsets.UTF_8))
						: Reply.answer(17, "no such topic"));
		for (ScriptedBroker broker : List.of(this.master, this.slave)) {
			broker.on(34, (request) -> Reply.answer(0)).on(35, (request) -> Reply.answer(0));
			broker.on(CONSUMER_LIST, (request) -> Reply.answer(0, null, Map.of(),
					"{\"consumerIdList\":[\"me\"]}".getBytes(StandardCharsets.UTF_8)));
			broker.on(QUERY_OFFSET, (request) -> Reply.answer(0, null, Map.of("offset", "7"), new byte[0]));
			broker.on(UPDATE_OFFSET, (request) -> Reply.answer(0));
			broker.on(PULL, (request) -> Reply.delayed(Duration.ofMillis(50), Reply.answer(19, null,
					Map.of("nextBeginOffset", "7", "minOffset", "0", "maxOffset", "7", "suggestWhichBrokerId", "0"),
					new byte[0])));
		}
	}

	@AfterEach
	void stop() {
		List.of(this.nameServer, this.master, this.slave).forEach(ScriptedBroker::close);
	}

	@Test
	void readingGoesOnFromTheSlaveAlthoughTheRouteStillNamesTheMaster() {
		try (RocketClient client = client(); PushConsumer consumer = consumer(client)) {
			this.master.awaitRequest(PULL, PATIENCE);
			assertThat(this.slave.requests(PULL)).isEmpty();
			this.master.close();
			ScriptedBroker.Request pull = this.slave.awaitRequest(PULL, PATIENCE);
			assertThat(pull.ext()).containsEntry("queueOffset", "7");
			// no offset is committed where the master would never learn of it
			assertThat(Integer.parseInt(pull.ext().get("sysFlag")) & 1).isZero();
			assertThat(this.slave.requests(UPDATE_OFFSET)).isEmpty();
			assertThat(consumer.assignment()).hasSize(1);
		}
	}

	@Test
	void readingGoesOnFromTheSlaveWhenTheRouteNamesNoMasterAnyMore() {
		try (RocketClient client = client(); PushConsumer consumer = consumer(client)) {
			this.master.awaitRequest(PULL, PATIENCE);
			this.replicas = "\"2\":\"" + this.slave.address() + "\"";
			this.master.close();
			this.slave.awaitRequest(PULL, PATIENCE);
			assertThat(this.slave.requests(QUERY_OFFSET)).isEmpty();
			assertThat(this.slave.requests(UPDATE_OFFSET)).isEmpty();
			assertThat(consumer.assignment()).hasSize(1);
		}
	}

	private String route() {
		return "{\"brokerDatas\":[{\"brokerAddrs\":{" + this.replicas
				+ "},\"brokerName\":\"broker-a\",\"cluster\":\"c\"}],\"queueDatas\":[{\"brokerName\":\"broker-a\","
				+ "\"perm\":6,\"readQueueNums\":1,\"topicSysFlag\":0,\"writeQueueNums\":1}],\"filterServerTable\":{}}";
	}

	private RocketClient client() {
		return RocketClient.builder()
			.nameServers(this.nameServer.address())
			.clientId("me")
			.requestTimeout(Duration.ofSeconds(1))
			.routeRefreshInterval(Duration.ofMillis(200))
			.build();
	}

	private static PushConsumer consumer(RocketClient client) {
		return client.newPushConsumer(PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.all())
			.drainTimeout(Duration.ofMillis(100))
			.build(), (message) -> ConsumeOutcome.SUCCESS);
	}

}
