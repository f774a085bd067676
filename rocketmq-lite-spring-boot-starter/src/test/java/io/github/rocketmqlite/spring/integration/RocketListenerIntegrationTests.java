package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.integration.OrderListener.Order;
import io.github.rocketmqlite.spring.integration.OrderListener.Received;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.StoredBody;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From properties to the template, through a real broker, to annotated methods.
 */
@SpringBootTest(properties = { "spring.application.name=starter-tests", "test.topic=starter-orders",
		"test.failing-topic=starter-failing", "test.unreadable-topic=starter-unreadable",
		"rocketmq-lite.consumer.start-position=first", "rocketmq-lite.consumer.concurrency=4" })
@EmbeddedRocketMQ(topics = { "starter-orders", "starter-failing:1", "starter-unreadable:1" })
class RocketListenerIntegrationTests {

	private static final String TOPIC = "starter-orders";

	@Autowired
	private ConfigurableApplicationContext context;

	@Autowired
	private EmbeddedRocketMQServer server;

	@Autowired
	private RocketTemplate template;

	@Autowired
	private OrderListener listener;

	@BeforeEach
	void forgetWhatOtherTestsReceived() {
		this.listener.received.clear();
	}

	@Test
	void whatTheTemplateSendsArrivesAtTheMethod() {
		SendResult sent = this.template.message(new Order("7", 3))
			.topic(TOPIC)
			.tag("created")
			.key("42")
			.header("tenant", "acme")
			.send();
		this.template.send(TOPIC + ":ignored", new Order("8", 1));
		assertThat(sent.status()).isEqualTo(SendStatus.SEND_OK);
		assertThat(sent.messageId()).isNotBlank();
		await().untilAsserted(() -> assertThat(this.listener.received)
			.containsExactly(new Received(new Order("7", 3), "created", "42", "acme")));
	}

	@Test
	void everyAsynchronousSendArrivesOnce() {
		List<CompletableFuture<SendResult>> sends = IntStream.range(0, 200)
			.mapToObj((i) -> this.template.message(new Order("async-" + i, i))
				.topic(TOPIC)
				.tag("paid")
				.key("k" + i)
				.sendAsync())
			.toList();
		assertThat(sends).allSatisfy((send) -> assertThat(send).succeedsWithin(Duration.ofSeconds(10)));
		// once, unless a broker that answers too late stores both attempts of a send, so
		// more may
		// arrive
		await().untilAsserted(() -> assertThat(orderIds())
			.containsAll(IntStream.range(0, 200).mapToObj((i) -> "async-" + i).toList()));
	}

	@Test
	void aFailingListenerGetsTheMessageAgainUntilItIsDead() {
		this.template.send("starter-failing", "poison");
		await().untilAsserted(() -> assertThat(this.server.messages("%DLQ%" + TOPIC + "-failing")).singleElement()
			.extracting(StoredBody::text)
			.isEqualTo("poison"));
		assertThat(this.listener.failed).extracting(ReceivedMessage::reconsumeTimes).containsExactly(0, 1, 2);
		assertThat(this.listener.failed).extracting(ReceivedMessage::topic).containsOnly("starter-failing");
	}

	@Test
	void anUnreadableMessageIsDeadAtOnceAndItsNeighboursArrive() {
		this.template.send("starter-unreadable", "no json");
		this.template.send("starter-unreadable", new Order("readable", 1));
		await().untilAsserted(() -> {
			assertThat(this.server.messages("%DLQ%" + TOPIC + "-unreadable")).singleElement()
				.extracting(StoredBody::text)
				.isEqualTo("no json");
			assertThat(this.listener.bytes).containsExactly("readable");
		});
	}

	@Test
	void aPausedContextReceivesAgainAfterItsRestart() {
		RocketListenerEndpointRegistry registry = this.context.getBean(RocketListenerEndpointRegistry.class);
		for (int round = 0; round < 2; round++) {
			this.context.pause();
			assertThat(registry.getContainers()).noneMatch((container) -> container.isRunning());
			// the client lives on: sending works while nothing listens
			send("paused-" + round);
			this.context.restart();
			assertThat(registry.getContainers()).allMatch((container) -> container.isRunning());
			send("restarted-" + round);
		}
		await().untilAsserted(() -> assertThat(orderIds()).containsExactlyInAnyOrder("paused-0", "restarted-0",
				"paused-1", "restarted-1"));
	}

	@Test
	void aPausedListenerHoldsItsMessagesBack() {
		RocketListenerEndpointRegistry registry = this.context.getBean(RocketListenerEndpointRegistry.class);
		var container = registry.getContainer("orders");
		assertThat(container).isNotNull();
		container.pause();
		assertThat(container.isPaused()).isTrue();
		send("held-back");
		container.resume();
		await().untilAsserted(() -> assertThat(orderIds()).containsExactly("held-back"));
	}

	@Test
	void healthIsUpAndNamesTheServers() {
		send("health");
		HealthIndicator health = this.context.getBean("rocketmqLiteHealthContributor", HealthIndicator.class);
		var result = health.health();
		assertThat(result.getStatus()).isEqualTo(Status.UP);
		assertThat(result.getDetails().get("nameServers")).asString().contains(this.server.nameServers() + "=UP");
		assertThat(result.getDetails().get("brokers")).asString().contains(this.server.brokerName());
		assertThat(result.getDetails()).containsKey("clientId");
	}

	@Test
	void metersCountWhatHappened() {
		send("metered");
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		await().untilAsserted(() -> assertThat(orderIds()).contains("metered"));
		assertThat(registry.get("rocketmq.lite.template").tags("topic", TOPIC, "outcome", "send_ok").timer().count())
			.isPositive();
		await().untilAsserted(() -> assertThat(registry.get("rocketmq.lite.listener")
			.tags("listener", "orders", "topic", TOPIC, "outcome", "success")
			.timer()
			.count()).isPositive());
		assertThat(registry.get("rocketmq.lite.consumer.queues").tags("listener", "orders").gauge().value())
			.isGreaterThanOrEqualTo(4);
	}

	private void send(String id) {
		this.template.message(new Order(id, 1)).topic(TOPIC).tag("created").key(id).send();
	}

	private List<String> orderIds() {
		return this.listener.received.stream().map((received) -> received.order().id()).toList();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		OrderListener orderListener() {
			return new OrderListener();
		}

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
