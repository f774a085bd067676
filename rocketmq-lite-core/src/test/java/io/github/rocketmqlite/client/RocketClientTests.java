package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a client has of its own, and what its members share.
 */
class RocketClientTests {

	private static final int SEND_V2 = 310;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

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
	void aCallbackMaySendAndWaitOnTheOnlyCallbackThread() {
		try (RocketClient client = RocketClient.builder()
			.nameServers(this.nameServer.address())
			.callbackThreads(1)
			.build(); Producer producer = producer(client, "order-service")) {
			CompletableFuture<SendResult> second = producer.sendAsync(MESSAGE)
				.thenApply((first) -> producer.send(MESSAGE));
			assertThat(second).succeedsWithin(PATIENCE);
		}
	}

	@Test
	void connectsOnlyWhenThereIsSomethingToSend() {
		try (RocketClient client = client(); Producer producer = producer(client, "order-service")) {
			assertThat(this.nameServer.connections() + this.broker.connections()).isZero();
			producer.send(MESSAGE);
			assertThat(this.nameServer.connections()).isOne();
			assertThat(this.broker.connections()).isOne();
		}
	}

	@Test
	void everyClientHasAnIdOfItsOwn() {
		try (RocketClient first = client(); RocketClient second = client()) {
			assertThat(first.options().clientId()).isNotEqualTo(second.options().clientId())
				.contains("@" + ProcessHandle.current().pid() + "@");
		}
		assertThat(Set.of(ClientIds.generate(), ClientIds.generate(), ClientIds.generate())).hasSize(3);
	}

	@Test
	void twoClientsShareNothing() {
		RocketClient first = client();
		try (RocketClient second = client(); Producer producer = producer(second, "order-service")) {
			producer(first, "order-service").send(MESSAGE);
			producer.send(MESSAGE);
			assertThat(this.broker.connections()).isEqualTo(2);
			first.close();
			producer.send(MESSAGE);
			await().atMost(PATIENCE).until(() -> this.broker.connections() == 1);
		}
		finally {
			first.close();
		}
	}

	@Test
	void producersOfOneClientShareItsConnectionAndOutliveEachOther() {
		try (RocketClient client = client(); Producer staying = producer(client, "staying")) {
			Producer leaving = producer(client, "leaving");
			leaving.send(MESSAGE);
			staying.send(MESSAGE);
			assertThat(this.broker.connections()).isOne();
			leaving.close();
			staying.send(MESSAGE);
			assertThat(this.broker.connections()).isOne();
		}
	}

	@Test
	void sendsAtTheSameTimeShareOneConnectionAndOneLookUp() {
		try (RocketClient client = client(); Producer producer = producer(client, "order-service")) {
			List<CompletableFuture<SendResult>> sends = IntStream.range(0, 50)
				.mapToObj((i) -> producer.sendAsync(MESSAGE))
				.toList();
			assertThat(sends).allSatisfy((send) -> assertThat(send).succeedsWithin(PATIENCE));
			assertThat(this.broker.connections()).isOne();
			assertThat(this.broker.requests(SEND_V2)).hasSize(50);
			assertThat(this.nameServer.requests()).hasSize(1);
		}
	}

	@Test
	void aBrokerThatNoRouteNamesAnyMoreIsLeft() {
		try (ScriptedBroker other = ScriptedBroker.start();
				RocketClient client = RocketClient.builder()
					.nameServers(this.nameServer.address())
					.routeRefreshInterval(Duration.ofMillis(50))
					.build();
				Producer producer = producer(client, "order-service")) {
			producer.send(MESSAGE);
			this.nameServer.routeTo("orders", other, 4);
			await().atMost(PATIENCE).until(() -> this.broker.connections() == 0);
		}
	}

	@Test
	void aBuilderHasNoHoldOnTheClientsItMade() {
		RocketClientBuilder builder = RocketClient.builder()
			.nameServers(this.nameServer.address())
			.requestTimeout(Duration.ofSeconds(1))
			.requestTimeout(Duration.ofSeconds(2));
		try (RocketClient client = builder.build()) {
			builder.requestTimeout(Duration.ofSeconds(9)).nameServers("127.0.0.1:1");
			assertThat(client.options().requestTimeout()).isEqualTo(Duration.ofSeconds(2));
			assertThat(client.options().nameServers()).containsExactly(this.nameServer.address());
		}
	}

	@Test
	void closingEndsWhatIsStillUnanswered() {
		this.broker.on(SEND_V2, (request) -> Reply.noAnswer());
		CompletableFuture<SendResult> sending;
		try (RocketClient client = client()) {
			Producer producer = client.newProducer(
					ProducerOptions.builder("order-service").sendTimeout(Duration.ofMillis(200)).retries(0).build());
			sending = producer.sendAsync(MESSAGE, Duration.ofMinutes(5));
			this.broker.awaitRequest(SEND_V2, PATIENCE);
		}
		assertThat(sending).failsWithin(PATIENCE)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(RocketException.class)
			.withMessageContaining("closed");
	}

	@Test
	void noThreadOutlivesItsClient() {
		Set<Thread> before = threads();
		try (RocketClient client = client(); Producer producer = producer(client, "order-service")) {
			producer.sendAsync(MESSAGE).join();
			assertThat(threads()).hasSizeGreaterThan(before.size());
		}
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(before).containsAll(threads()));
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("rocketmq-lite-"))
			.collect(Collectors.toSet());
	}

	private RocketClient client() {
		return RocketClient.builder().nameServers(this.nameServer.address()).build();
	}

	private static Producer producer(RocketClient client, String group) {
		return client.newProducer(ProducerOptions.builder(group).build());
	}

}
