package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.InputLimits.Builder;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Limits that a user sets, and those of the name server list.
 */
class InputLimitsTests {

	private static final int SEND_V2 = 310;

	private static final int ROUTE = 105;

	private static final Message MESSAGE = Message.builder("orders").body("hello").build();

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	@BeforeEach
	void script() {
		this.nameServer.routeTo("orders", this.broker, 4);
		this.broker.on(34, (request) -> Reply.answer(0));
		this.broker.on(35, (request) -> Reply.answer(0));
		this.broker.on(SEND_V2, (request) -> Reply.answer(0, null,
				Map.of("msgId", "id", "queueId", "0", "queueOffset", "0"), new byte[0]));
	}

	@AfterEach
	void stop() {
		this.broker.close();
		this.nameServer.close();
	}

	@Test
	void defaultsAreThoseOfTheBuilder() {
		assertThat(InputLimits.builder().build()).isEqualTo(InputLimits.DEFAULTS);
		assertThat(InputLimits.DEFAULTS.forDecoders())
			.isEqualTo(io.github.rocketmqlite.internal.codec.DecodeLimits.DEFAULTS);
		try (RocketClient client = RocketClient.builder().nameServers("127.0.0.1:9876").build()) {
			assertThat(client.options().inputLimits()).isEqualTo(InputLimits.DEFAULTS);
		}
	}

	@Test
	void limitsThatMakeNoSenseAreNamed() {
		refuses("maxJsonBytes", 1023, (limits) -> limits.maxJsonBytes(1023));
		refuses("maxJsonElements", 0, (limits) -> limits.maxJsonElements(0));
		refuses("maxRouteBrokers", 0, (limits) -> limits.maxRouteBrokers(0));
		refuses("maxRouteQueues", 0, (limits) -> limits.maxRouteQueues(0));
		refuses("maxMessages", -1, (limits) -> limits.maxMessages(-1));
		refuses("maxBodyBytes", 1023, (limits) -> limits.maxBodyBytes(1023));
		refuses("maxBodyBytes", (1 << 30) + 1, (limits) -> limits.maxBodyBytes((1 << 30) + 1));
		assertThatCode(() -> InputLimits.builder().maxJsonBytes(1024).maxBodyBytes(1 << 30).build())
			.doesNotThrowAnyException();
	}

	private static void refuses(String limit, int value, Function<Builder, Builder> setting) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> setting.apply(InputLimits.builder()).build())
			.withMessageContainingAll("'" + limit + "'", Integer.toString(value));
	}

	@Test
	void aRouteWithinTheLimitIsUsed() {
		for (int queues : new int[] { 4, 5 }) {
			try (RocketClient client = client(InputLimits.builder().maxRouteQueues(queues).build());
					Producer producer = producer(client)) {
				assertThat(producer.send(MESSAGE).messageId()).isNotEmpty();
			}
		}
	}

	@Test
	void aRouteBeyondTheLimitFailsTheSendAndLeavesTheConnection() {
		try (RocketClient client = client(InputLimits.builder().maxRouteQueues(3).build());
				Producer producer = producer(client)) {
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> producer.send(MESSAGE))
				.withMessageContainingAll("orders", "4 queues", "limit of 3");
			this.nameServer.routeTo("orders", this.broker, 3);
			assertThat(producer.send(MESSAGE).messageId()).isNotEmpty();
			assertThat(this.nameServer.connections()).isOne();
		}
	}

	@Test
	void aRouteBeyondTheLimitLeavesTheLastOneInUse() {
		try (RocketClient client = client(InputLimits.builder().maxRouteQueues(4).build());
				Producer producer = producer(client)) {
			producer.send(MESSAGE);
			this.nameServer.routeTo("orders", this.broker, 5);
			long asked = routeRequests();
			await().atMost(Duration.ofSeconds(20)).until(() -> routeRequests() > asked + 1);
			assertThat(producer.send(MESSAGE).queue().queueId()).isLessThan(4);
		}
	}

	@Test
	void aBodyBeyondTheLimitFailsTheRequest() {
		try (RocketClient client = client(InputLimits.builder().maxJsonElements(1).build());
				Producer producer = producer(client)) {
			assertThatExceptionOfType(RocketException.class).isThrownBy(() -> producer.send(MESSAGE))
				.withMessageContaining("more than 1 members");
		}
	}

	@Test
	void nameServersAreCounted() {
		for (int count : new int[] { 31, 32 }) {
			try (RocketClient client = RocketClient.builder().nameServers(servers(count)).build()) {
				assertThat(client.options().nameServers()).hasSize(count);
			}
		}
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> RocketClient.builder().nameServers(servers(33)).build())
			.withMessageContainingAll("33", "32");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> RocketClient.builder().nameServers(servers(32)).nameServers("b:1").build())
			.withMessageContainingAll("33", "32");
		try (RocketClient client = RocketClient.builder().nameServers("a:1").build()) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> client
					.updateNameServers(IntStream.range(1, 34).mapToObj((port) -> "127.0.0.1:" + port).toList()))
				.withMessageContainingAll("33", "32");
		}
	}

	@Test
	void hostsAndPortsOfNameServersAreChecked() {
		for (int length : new int[] { 252, 253 }) {
			assertThatCode(() -> RocketClient.builder().nameServers("h".repeat(length) + ":9876"))
				.doesNotThrowAnyException();
		}
		for (int port : new int[] { 1, 65_534, 65_535 }) {
			assertThatCode(() -> RocketClient.builder().nameServers("h:" + port)).doesNotThrowAnyException();
		}
		for (String bad : new String[] { "h".repeat(254) + ":9876", "h:0", "h:65536", "h:-1", "h:" }) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> RocketClient.builder().nameServers(bad))
				.withMessageContaining(bad);
		}
	}

	private static String servers(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((port) -> "127.0.0.1:" + port).collect(Collectors.joining(";"));
	}

	private long routeRequests() {
		return this.nameServer.requests(ROUTE).size();
	}

	private RocketClient client(InputLimits limits) {
		return RocketClient.builder()
			.nameServers(this.nameServer.address())
			.routeRefreshInterval(Duration.ofMillis(100))
			.inputLimits(limits)
			.build();
	}

	private static Producer producer(RocketClient client) {
		return client.newProducer(ProducerOptions.builder("order-service").build());
	}

}
