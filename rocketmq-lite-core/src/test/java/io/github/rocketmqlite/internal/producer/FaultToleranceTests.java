package io.github.rocketmqlite.internal.producer;

import java.time.Duration;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Where messages go while one of two brokers is in trouble, and afterwards.
 */
class FaultToleranceTests {

	private static final int MAX_OFFSET = 30;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Message MESSAGE = Message.builder("orders").body("hello").build();

	private final ScriptedCluster cluster = new ScriptedCluster();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.cluster.topic("orders", this.cluster.first(), this.cluster.second());
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void aSilentBrokerCostsOneMessageItsTimeAndNotEachOne() {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.noAnswer());
		this.cluster.first().on(MAX_OFFSET, (request) -> Reply.noAnswer());
		Producer producer = producer(tolerance(Duration.ofMillis(300)));
		for (int i = 0; i < 60; i++) {
			assertThat(producer.send(MESSAGE).queue().brokerName()).isEqualTo(this.cluster.second().address());
		}
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).hasSize(1);
		await().atMost(PATIENCE).until(() -> this.cluster.first().requests(MAX_OFFSET).size() >= 2);
		assertThat(this.client.stats().avoidedBrokers()).containsOnlyKeys(this.cluster.first().address());
		assertThat(producer.send(MESSAGE).queue().brokerName()).isEqualTo(this.cluster.second().address());
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).hasSize(1);
	}

	@Test
	void aBrokerThatRecoversTakesItsShareAgain() {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.answer(14, "disk full"));
		this.cluster.first().on(MAX_OFFSET, (request) -> Reply.answer(1, "alive, though"));
		Producer producer = producer(tolerance(Duration.ofMillis(100)));
		for (int i = 0; i < 16; i++) {
			producer.send(MESSAGE);
		}
		assertThat(this.client.stats().avoidedBrokers()).containsOnlyKeys(this.cluster.first().address());
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> ScriptedCluster.STORED);
		await().atMost(PATIENCE).until(() -> {
			producer.send(MESSAGE);
			return this.client.stats().avoidedBrokers().isEmpty();
		});
		int before = this.cluster.first().requests(ScriptedCluster.SEND_V2).size();
		for (int i = 0; i < 80; i++) {
			producer.send(MESSAGE);
		}
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2).size() - before).isEqualTo(40);
	}

	@Test
	void messagesWithAPlaceGoThereAnyway() {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.answer(14, "disk full"));
		Producer producer = producer(tolerance(Duration.ofSeconds(60)));
		for (int i = 0; i < 8; i++) {
			producer.send(MESSAGE);
		}
		assertThat(this.client.stats().avoidedBrokers()).isNotEmpty();
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> ScriptedCluster.STORED);
		String first = this.cluster.first().address();
		assertThat(producer.send(MESSAGE, SendTarget.broker(first)).queue().brokerName()).isEqualTo(first);
	}

	@Test
	void whenAllAreInTroubleAllAreTried() {
		this.cluster.brokersAnswer((request) -> Reply.answer(14, "disk full"));
		Producer producer = producer(tolerance(Duration.ofSeconds(60)));
		assertThat(producer.sendAsync(MESSAGE)).failsWithin(PATIENCE);
		assertThat(this.client.stats().avoidedBrokers()).hasSize(2);
		this.cluster.brokersAnswer((request) -> ScriptedCluster.STORED);
		for (int i = 0; i < 16; i++) {
			producer.send(MESSAGE);
		}
		assertThat(this.client.stats().avoidedBrokers()).hasSizeLessThan(2);
	}

	@Test
	void switchedOffABusyBrokerIsAskedWheneverItIsItsTurn() {
		this.cluster.first().on(ScriptedCluster.SEND_V2, (request) -> Reply.answer(14, "disk full"));
		Producer producer = producer(FaultTolerance.off());
		for (int i = 0; i < 16; i++) {
			producer.send(MESSAGE);
		}
		assertThat(this.cluster.first().requests(ScriptedCluster.SEND_V2)).hasSizeGreaterThan(2)
			.extracting(ScriptedBroker.Request::oneway)
			.containsOnly(false);
		assertThat(this.client.stats().avoidedBrokers()).isEmpty();
	}

	private Producer producer(FaultTolerance tolerance) {
		this.client = RocketClient.builder()
			.nameServers(this.cluster.nameServer().address())
			.connectTimeout(PATIENCE)
			.requestTimeout(PATIENCE)
			.faultTolerance(tolerance)
			.build();
		Producer producer = this.client.newProducer(
				ProducerOptions.builder("p").sendTimeout(PATIENCE).attemptTimeout(Duration.ofMillis(1500)).build());
		producer.ping("orders");
		return producer;
	}

	private static FaultTolerance tolerance(Duration failurePause) {
		FaultTolerance defaults = FaultTolerance.defaults();
		return new FaultTolerance(true, defaults.slow(), failurePause, Duration.ofSeconds(60), Duration.ofMillis(500));
	}

}
