package io.github.rocketmqlite.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * How a client finds its name servers, and what it does when they change or keep silent.
 */
class NameServerDiscoveryTests {

	private static final int ROUTE = 105;

	private static final int SEND_V2 = 310;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ScriptedBroker first = ScriptedBroker.start();

	private final ScriptedBroker second = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	@BeforeEach
	void script() {
		for (String topic : List.of("orders", "invoices")) {
			this.first.routeTo(topic, this.broker, 4);
			this.second.routeTo(topic, this.broker, 4);
		}
		this.broker.on(34, (request) -> Reply.answer(0)).on(35, (request) -> Reply.answer(0));
		this.broker.on(SEND_V2, (request) -> Reply.answer(0, null,
				Map.of("msgId", "id", "queueId", "0", "queueOffset", "0"), new byte[0]));
	}

	@AfterEach
	void stop() {
		List.of(this.first, this.second, this.broker).forEach(ScriptedBroker::close);
	}

	@Test
	void aNewListIsUsedAtOnceAndTheOldConnectionsAreClosed() {
		try (RocketClient client = RocketClient.builder().nameServers(this.first.address()).build();
				Producer producer = producer(client)) {
			producer.send(to("orders"));
			client.updateNameServers(List.of(this.second.address()));
			producer.send(to("invoices"));
			assertThat(this.first.requests(ROUTE)).hasSize(1);
			assertThat(this.second.requests(ROUTE)).hasSize(1);
			await().atMost(PATIENCE).until(() -> this.first.connections() == 0);
			assertThatIllegalArgumentException().isThrownBy(() -> client.updateNameServers(List.of("nonsense")))
				.withMessageContaining("nonsense");
			assertThat(client.status(PATIENCE).join().nameServers()).extracting(ClientStatus.Peer::address)
				.containsExactly(this.second.address());
		}
	}

	@Test
	void aChangeThatTheResolverSeesIsPickedUp() {
		AtomicReference<String> list = new AtomicReference<>(this.first.address());
		try (RocketClient client = client(() -> List.of(list.get()), Duration.ofMillis(50));
				Producer producer = producer(client)) {
			producer.send(to("orders"));
			list.set(this.second.address());
			await().atMost(PATIENCE).until(() -> this.first.connections() == 0);
			producer.send(to("invoices"));
			assertThat(this.second.requests(ROUTE)).isNotEmpty();
		}
	}

	@Test
	void theFirstSendWaitsForASlowResolverButNotForOneThatFails() {
		CountDownLatch asked = new CountDownLatch(1);
		try (RocketClient client = client(() -> {
			asked.await();
			return List.of(this.first.address());
		}, Duration.ofMinutes(2)); Producer producer = producer(client)) {
			var sending = producer.sendAsync(to("orders"), PATIENCE);
			assertThat(sending).isNotDone();
			asked.countDown();
			assertThat(sending).succeedsWithin(PATIENCE);
		}
		try (RocketClient client = client(() -> {
			throw new IOException("no list today");
		}, Duration.ofMinutes(2)); Producer producer = producer(client)) {
			assertThatExceptionOfType(RocketException.class).isThrownBy(() -> producer.send(to("orders"), PATIENCE))
				.withMessageContaining("no list today");
		}
	}

	@Test
	void aResolverThatFailsLaterChangesNothing() {
		AtomicInteger calls = new AtomicInteger();
		try (RocketClient client = client(() -> {
			if (calls.incrementAndGet() > 1) {
				throw new IllegalStateException("broken");
			}
			return List.of(this.first.address());
		}, Duration.ofMillis(20)); Producer producer = producer(client)) {
			await().atMost(PATIENCE).until(() -> calls.get() > 3);
			producer.send(to("orders"));
		}
	}

	@Test
	void aResolverThatHangsCostsTheDeadlineAndEndsWithItsClient() throws InterruptedException {
		CountDownLatch interrupted = new CountDownLatch(1);
		try (RocketClient client = client(() -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
			return List.of();
		}, Duration.ofMinutes(2)); Producer producer = producer(client)) {
			assertThatExceptionOfType(RocketException.class)
				.isThrownBy(() -> producer.send(to("orders"), Duration.ofMillis(200)));
		}
		assertThat(interrupted.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aListAndAResolverTogetherAreAMistake() {
		NamingOptions naming = NamingOptions.builder().resolver(NameServerResolver.of("a:1;b:2")).build();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RocketClient.builder().nameServers("c:3").naming(naming).build())
			.withMessageContainingAll("nameServers", "resolver");
	}

	@Test
	void theUnitIsPartOfTheClientId() {
		NamingOptions naming = NamingOptions.builder().unitName("eu").build();
		try (RocketClient client = RocketClient.builder().nameServers("a:1").naming(naming).build()) {
			assertThat(client.options().clientId()).endsWith("@eu");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void freshProducersAreReadySoonAlthoughOneOfTwoNameServersIsSilent(boolean silentFirst) {
		// the producers are fresh, the JVM's classes need not be
		send(this.second.address());
		this.first.on(ROUTE, (request) -> Reply.noAnswer());
		String list = silentFirst ? this.first.address() + ";" + this.second.address()
				: this.second.address() + ";" + this.first.address();
		List<Long> millis = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			long started = System.nanoTime();
			send(list);
			millis.add((System.nanoTime() - started) / 1_000_000);
		}
		System.out.println("Ready with a silent name server " + (silentFirst ? "first" : "last") + " in the list: max "
				+ millis.stream().mapToLong(Long::longValue).max().orElseThrow() + " ms of " + millis);
		assertThat(millis).hasSize(10).allMatch((took) -> took < 2_500);
	}

	private static void send(String nameServers) {
		try (RocketClient client = RocketClient.builder().nameServers(nameServers).build();
				Producer producer = producer(client)) {
			producer.send(to("orders"));
		}
	}

	private static RocketClient client(NameServerResolver resolver, Duration interval) {
		return RocketClient.builder()
			.naming(NamingOptions.builder().resolver(resolver).resolveInterval(interval).build())
			.build();
	}

	private static Producer producer(RocketClient client) {
		return client.newProducer(ProducerOptions.builder("order-service").build());
	}

	private static Message to(String topic) {
		return Message.builder(topic).body("hello").build();
	}

}
