package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RocketClientStatsTests {

	private static final int SEND_ONEWAY_OR_NOT = 310;

	private static final Reply STORED = Reply.answer(0, null,
			Map.of("msgId", "7F00000100002A9F0000000000000000", "queueId", "0", "queueOffset", "7"), new byte[0]);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.broker.on(34, (request) -> Reply.answer(0)).on(SEND_ONEWAY_OR_NOT, (request) -> STORED);
		this.nameServer.routeTo("orders", this.broker, 4);
		this.client = RocketClient.builder()
			.nameServers(this.nameServer.address())
			.maxPendingSendBytes(1024 * 1024)
			.build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.broker.close();
		this.nameServer.close();
	}

	@Test
	void aNewClientHasDoneNothing() {
		RocketClientStats stats = this.client.stats();
		assertThat(stats.connections()).isEmpty();
		assertThat(stats.requests()).isEmpty();
		assertThat(stats.bytesOut() + stats.bytesIn() + stats.sendRetries() + stats.lateAnswers()).isZero();
		assertThat(stats.pendingSends()).isEqualTo(new RocketClientStats.PendingSends(0, 8_192, 0, 1024 * 1024, 0));
		assertThat(stats.routeAges()).isEmpty();
	}

	@Test
	void countsRequestsByKindAndOutcome() {
		Producer producer = producer(Duration.ofSeconds(3));
		producer.send(message(100));
		producer.send(message(100));
		AtomicInteger sends = new AtomicInteger();
		this.broker.on(SEND_ONEWAY_OR_NOT,
				(request) -> (sends.getAndIncrement() == 0) ? Reply.answer(2, "busy") : STORED);
		producer.send(message(100));
		this.broker.on(SEND_ONEWAY_OR_NOT, (request) -> Reply.noAnswer());
		assertThatExceptionOfType(RocketException.class)
			.isThrownBy(() -> producer.send(message(100), Duration.ofMillis(30)));
		// the heartbeat of the new connection comes on its own time
		Awaitility.await().until(() -> this.client.stats().requests("Heartbeat", "success") == 1);
		RocketClientStats stats = this.client.stats();
		assertThat(stats.requests("SendMessage", "success")).isEqualTo(3);
		assertThat(stats.requests("SendMessage", "refused")).isEqualTo(1);
		assertThat(stats.requests("SendMessage", "timeout")).isPositive();
		assertThat(stats.requests("GetRoute", "success")).isPositive();
		assertThat(stats.sendRetries()).isPositive();
		assertThat(stats.connections("ready")).isEqualTo(2);
		assertThat(stats.inFlightRequests()).isZero();
		assertThat(stats.bytesOut()).isGreaterThan(400);
		assertThat(stats.bytesIn()).isGreaterThan(100);
		assertThat(stats.pendingSends().sends()).isZero();
		assertThat(stats.routeAges()).containsOnlyKeys("orders");
		assertThat(stats.routeAges().get("orders")).isBetween(Duration.ZERO, Duration.ofMinutes(1));
	}

	@Test
	void namesTheMembersAsLongAsTheyAreOpen() {
		Producer producer = producer(Duration.ofSeconds(3));
		assertThat(this.client.stats().members()).singleElement()
			.satisfies((member) -> assertThat(member.role()).isEqualTo("producer"));
		producer.close();
		assertThat(this.client.stats().members()).isEmpty();
	}

	@Test
	void whatTheClosingCutsShortIsCountedToo() {
		this.broker.on(SEND_ONEWAY_OR_NOT, (request) -> Reply.noAnswer());
		Producer producer = producer(Duration.ofMillis(200));
		producer.sendAsync(message(1), Duration.ofMinutes(1));
		this.broker.awaitRequest(SEND_ONEWAY_OR_NOT, Duration.ofSeconds(10));
		assertThat(this.client.stats().pendingSends().bytes()).isEqualTo(1);
		this.client.close();
		RocketClientStats stats = this.client.stats();
		assertThat(stats.requests("SendMessage", "closed")).isEqualTo(1);
		assertThat(stats.pendingSends().sends()).isZero();
		assertThat(stats.inFlightRequests()).isZero();
	}

	@Test
	void aFloodOfOnewaySendsHoldsNoMoreThanItsBudget() throws Exception {
		CountDownLatch stopped = new CountDownLatch(1);
		this.broker.on(SEND_ONEWAY_OR_NOT, (request) -> {
			try {
				stopped.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return Reply.noAnswer();
		});
		Producer producer = producer(Duration.ofMinutes(1));
		Message large = message(64 * 1024);
		AtomicInteger sent = new AtomicInteger();
		Thread flood = new Thread(() -> {
			while (sent.get() < 2_000) {
				producer.sendOneway(large);
				sent.incrementAndGet();
			}
		});
		flood.start();
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> this.client.stats().pendingSends().waits() > 0
						&& flood.getState() == Thread.State.TIMED_WAITING
						&& this.client.stats().pendingSends().bytes() == 1024 * 1024);
			// what the sockets took, and the budget
			assertThat(sent.get()).isLessThan(2_000);
			assertThat(this.client.stats().pendingSends().sends()).isEqualTo(16);
		}
		finally {
			stopped.countDown();
			flood.join(Duration.ofSeconds(60).toMillis());
		}
		assertThat(sent.get()).isEqualTo(2_000);
		Awaitility.await().until(() -> this.client.stats().pendingSends().bytes() == 0);
	}

	private Producer producer(Duration timeout) {
		return this.client
			.newProducer(ProducerOptions.builder("p").sendTimeout(timeout).compression(Algorithm.NONE).build());
	}

	private static Message message(int bytes) {
		return Message.builder("orders").body(new byte[bytes]).build();
	}

}
