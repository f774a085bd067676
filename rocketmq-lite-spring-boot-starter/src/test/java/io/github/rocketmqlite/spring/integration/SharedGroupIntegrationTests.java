package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several methods in one consumer group, on a real broker.
 */
@SpringBootTest(
		properties = { "spring.application.name=shared-group-tests", "rocketmq-lite.consumer.start-position=first" })
@EmbeddedRocketMQ(topics = { "shared-orders", "shared-payments", "shared-failing:1" })
class SharedGroupIntegrationTests {

	@Autowired
	private RocketTemplate template;

	@Autowired
	private Listeners listeners;

	@Test
	void everyMethodOfAGroupGetsAllOfItsMessages() {
		List<String> texts = IntStream.range(0, 40).mapToObj(Integer::toString).toList();
		texts.forEach((text) -> {
			this.template.send("shared-orders:created", text);
			this.template.send("shared-orders:paid", text);
			this.template.send("shared-payments", text);
		});
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(this.listeners.created).containsExactlyInAnyOrderElementsOf(texts);
			assertThat(this.listeners.paid).containsExactlyInAnyOrderElementsOf(texts);
			assertThat(this.listeners.payments).containsExactlyInAnyOrderElementsOf(texts);
		});
	}

	@Test
	void aFailedMessageComesAgainToItsOwnMethod() {
		this.template.send("shared-failing", "twice");
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.listeners.failing).containsExactly("twice", "twice"));
	}

	static class Listeners {

		final List<String> created = new CopyOnWriteArrayList<>();

		final List<String> paid = new CopyOnWriteArrayList<>();

		final List<String> payments = new CopyOnWriteArrayList<>();

		final List<String> failing = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "shared-orders", group = "shared", selector = "created")
		void created(String text) {
			this.created.add(text);
		}

		@RocketListener(topics = "shared-orders", group = "shared", selector = "paid")
		void paid(String text) {
			this.paid.add(text);
		}

		@RocketListener(topics = "shared-payments", group = "shared")
		void payments(String text) {
			this.payments.add(text);
		}

		@RocketListener(topics = "shared-failing", group = "shared")
		void failing(String text) {
			this.failing.add(text);
			if (this.failing.size() == 1) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

	}

}
