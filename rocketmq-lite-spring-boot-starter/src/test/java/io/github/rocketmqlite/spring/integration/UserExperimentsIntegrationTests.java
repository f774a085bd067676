package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ReservedProperties;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketMessagingTemplate;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users of other integrations ran into, M3, M5 and M9 to M14; the others are shown
 * where their features are, see {@code docs/FEATURES.md}.
 */
@SpringBootTest(classes = UserExperimentsIntegrationTests.Application.class,
		properties = { "spring.application.name=experiments", "rocketmq-lite.consumer.start-position=first",
				"rocketmq-lite.producer.send-timeout=10s",
				"rocketmq-lite.listeners.m14.group=experiments-m14-changed" })
@EmbeddedRocketMQ(topics = { "experiments-m5", "experiments-m9:1", "experiments-m10:1", "experiments-m11:1",
		"experiments-m13:1", "experiments-m14:1" })
class UserExperimentsIntegrationTests {

	@Autowired
	private EmbeddedRocketMQServer server;

	@Autowired
	private RocketTemplate template;

	@Autowired
	private RocketMessagingTemplate messaging;

	@Autowired
	private Listeners listeners;

	@Autowired
	private OrderListener orderListener;

	@Autowired
	private OrderHandler orderHandler;

	@Test
	void m3AnApplicationStartsWithoutJackson2() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("com.fasterxml.jackson.databind", "com.fasterxml.jackson.core"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RocketTemplate.class));
	}

	@Test
	void m5ASecondContextWithTheSameGroupsComesAndGoesAndTheFirstGoesOn() {
		try (ConfigurableApplicationContext second = new SpringApplicationBuilder(SecondApplication.class)
			.web(WebApplicationType.NONE)
			.properties("rocketmq-lite.name-servers=" + this.server.nameServers(),
					"spring.application.name=experiments", "rocketmq-lite.consumer.start-position=first")
			.run()) {
			second.getBean(RocketTemplate.class).send("experiments-m5", "from the second");
			List<String> others = second.getBean(Plain.class).received;
			await().until(() -> this.listeners.m5.contains("from the second") || others.contains("from the second"));
		}
		this.template.send("experiments-m5", "from the first");
		await().until(() -> this.listeners.m5.contains("from the first"));
	}

	@Test
	void m9EveryByteSurvives() {
		byte[] all = new byte[256];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) i;
		}
		this.template.send("experiments-m9", all);
		await().untilAsserted(() -> assertThat(this.listeners.m9).containsExactly(all));
	}

	@Test
	void m10AListenerMayExtendAGenericBaseClass() {
		this.template.send("experiments-m10", new Order("10"));
		await().untilAsserted(() -> assertThat(this.orderListener.received).containsExactly(new Order("10")));
	}

	@Test
	void m11AListenerMayImplementAGenericInterface() {
		this.template.send("experiments-m11", new Order("11"));
		await().untilAsserted(() -> assertThat(this.orderHandler.received).containsExactly(new Order("11")));
	}

	@Test
	void m12AndM13HeadersAreHonouredBlankOnesSkippedAndNothingLeaks() {
		this.messaging.send("experiments-m13",
				MessageBuilder.withPayload("hello")
					.setHeader("TAGS", "A")
					.setHeader("DELAY", "1")
					.setHeader("KEYS", "k1")
					.setHeader("baggage", "")
					.setHeader("tenant", "acme")
					.build());
		await().untilAsserted(() -> assertThat(this.listeners.m13).hasSize(1));
		ReceivedMessage message = this.listeners.m13.get(0);
		assertThat(message.tag()).isEqualTo("A");
		assertThat(message.keys()).containsExactly("k1");
		assertThat(Duration.between(message.bornTime(), message.storeTime())).isGreaterThan(Duration.ofMillis(900));
		Map<String, String> properties = message.properties();
		assertThat(properties.keySet()).filteredOn((name) -> !ReservedProperties.isSystem(name))
			.containsExactly("tenant");
		assertThat(properties).doesNotContainKeys(MessageHeaders.ID, MessageHeaders.TIMESTAMP, "rocketmq_TAGS");
	}

	@Test
	void m14WhatIsSaidOutsideOfTheAnnotationHolds() {
		this.template.send("experiments-m14", "hello");
		await().untilAsserted(() -> assertThat(this.listeners.m14).containsExactly("hello"));
		await().untilAsserted(
				() -> assertThat(this.server.consumerOffset("experiments-m14-changed", "experiments-m14", 0)).isOne());
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

	record Order(String id) {
	}

	static class Listeners {

		final List<String> m5 = new CopyOnWriteArrayList<>();

		final List<byte[]> m9 = new CopyOnWriteArrayList<>();

		final List<ReceivedMessage> m13 = new CopyOnWriteArrayList<>();

		final List<String> m14 = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "experiments-m5", group = "experiments-m5")
		void m5(String text) {
			this.m5.add(text);
		}

		@RocketListener(topics = "experiments-m9", group = "experiments-m9")
		void m9(byte[] body) {
			this.m9.add(body);
		}

		@RocketListener(topics = "experiments-m13", group = "experiments-m13", selector = "A")
		void m13(ReceivedMessage message) {
			this.m13.add(message);
		}

		@RocketListener(id = "m14", topics = "experiments-m14", group = "experiments-m14")
		void m14(String text) {
			this.m14.add(text);
		}

	}

	abstract static class BaseListener<T> {

		final List<T> received = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "experiments-m10", group = "experiments-m10")
		void on(T payload) {
			this.received.add(payload);
		}

	}

	static class OrderListener extends BaseListener<Order> {

	}

	interface Handler<T> {

		@RocketListener(topics = "experiments-m11", group = "experiments-m11")
		void handle(T payload);

	}

	static class OrderHandler implements Handler<Order> {

		final List<Order> received = new CopyOnWriteArrayList<>();

		@Override
		public void handle(Order payload) {
			this.received.add(payload);
		}

	}

	static class Plain {

		final List<String> received = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "experiments-m5", group = "experiments-m5")
		void on(String text) {
			this.received.add(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

		@Bean
		OrderListener orderListener() {
			return new OrderListener();
		}

		@Bean
		OrderHandler orderHandler() {
			return new OrderHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SecondApplication {

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

}
