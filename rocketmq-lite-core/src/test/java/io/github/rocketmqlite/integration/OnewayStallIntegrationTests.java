package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.FaultMode;
import io.github.rocketmqlite.test.FaultProxy;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One-way messages to a real broker that reads nothing for a while.
 */
class OnewayStallIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** With so many, an even share of the time is gone long before the stall is over. */
	private static final int RETRIES = 99;

	private static final Duration STALL = Duration.ofSeconds(2);

	private static final int MESSAGES = 300;

	/** More than sockets hold. */
	private static final int BODY_BYTES = 100_000;

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final Message message = Message.builder(this.topic).body(new byte[BODY_BYTES]).build();

	private final Queue<SendReport> failed = new ConcurrentLinkedQueue<>();

	private final FaultProxy proxy = FaultProxy.to(this.server.brokerAddress());

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.server.createTopic(this.topic, 4);
		this.nameServer.routeTo(this.topic, this.server.brokerName(), this.proxy.address(), 4);
		this.client = RocketClient.builder().nameServers(this.nameServer.address()).build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.nameServer.close();
		this.proxy.close();
	}

	@Test
	void theyWaitForTheBrokerToReadOn() {
		Producer producer = producer(PATIENCE);
		producer.send(Message.builder(this.topic).body("makes the connection").build());
		this.proxy.mode(FaultMode.HALF_OPEN);
		for (int i = 0; i < MESSAGES; i++) {
			producer.sendOneway(this.message);
		}
		await().during(STALL)
			.atMost(PATIENCE)
			.until(() -> this.failed.isEmpty() && this.client.stats().pendingSends().sends() > 0);
		this.proxy.mode(FaultMode.PASS);
		await().atMost(PATIENCE).until(() -> this.server.messages(this.topic).size() == 1 + MESSAGES);
		assertThat(this.failed).isEmpty();
		assertThat(this.client.stats().sendRetries()).isZero();
	}

	@Test
	void whatIsGivenUpIsToldToInterceptors() {
		Producer producer = producer(STALL);
		producer.send(Message.builder(this.topic).body("makes the connection").build(), PATIENCE);
		this.proxy.mode(FaultMode.HALF_OPEN);
		for (int i = 0; i < MESSAGES; i++) {
			producer.sendOneway(this.message);
		}
		await().atMost(PATIENCE).until(() -> this.client.stats().pendingSends().sends() == 0);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.failed).isNotEmpty());
		assertThat(this.failed).allMatch((report) -> report.failure().getMessage().contains("timed out"));
	}

	private Producer producer(Duration timeout) {
		SendInterceptor watch = new SendInterceptor() {

			@Override
			public void afterSend(SendInvocation send, SendReport report) {
				if (report.failure() != null) {
					OnewayStallIntegrationTests.this.failed.add(report);
				}
			}

		};
		return this.client.newProducer(ProducerOptions.builder(Names.group())
			.sendTimeout(timeout)
			.retries(RETRIES)
			.compression(Algorithm.NONE)
			.interceptor(watch)
			.build());
	}

}
