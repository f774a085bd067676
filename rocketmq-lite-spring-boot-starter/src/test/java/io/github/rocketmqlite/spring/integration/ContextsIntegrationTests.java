package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application contexts that share a JVM, groups and a cluster, and contexts that are
 * paused and go on.
 */
class ContextsIntegrationTests {

	private static final String TOPIC = "contexts-orders";

	private static final String PAUSED = "contexts-paused";

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@BeforeAll
	static void createTopics() {
		EmbeddedRocketMQServer.shared().createTopic(TOPIC, 4);
		EmbeddedRocketMQServer.shared().createTopic(PAUSED, 2);
	}

	@Test
	void twoContextsWithTheSameGroupsAreTwoMembers() {
		List<String> sent = texts("first-", 40);
		try (ConfigurableApplicationContext one = start(TOPIC); ConfigurableApplicationContext two = start(TOPIC)) {
			sent.forEach((text) -> template(one).send(TOPIC, text));
			texts("second-", 40).forEach((text) -> template(two).send(TOPIC, text));
			Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
				assertThat(both(one, two)).containsAll(sent).containsAll(texts("second-", 40));
				assertThat(queues(one)).isPositive();
				assertThat(queues(two)).isPositive();
			});
			two.stop();
			texts("third-", 40).forEach((text) -> template(one).send(TOPIC, text));
			Awaitility.await()
				.atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(received(one)).containsAll(texts("third-", 40)));
		}
	}

	@Test
	void aContextThatIsPausedGoesOnWhenItIsRestartedAsOftenAsOneLikes() {
		try (ConfigurableApplicationContext context = start(PAUSED)) {
			List<String> expected = new ArrayList<>();
			for (int round = 1; round <= 2; round++) {
				send(context, "running-" + round, expected);
				await(context, expected);
				context.pause();
				assertThat(context.getBean(RocketListenerEndpointRegistry.class).getContainers())
					.noneMatch((container) -> container.isRunning());
				send(context, "paused-" + round, expected);
				assertThat(received(context)).doesNotContain("paused-" + round);
				context.restart();
				await(context, expected);
			}
		}
	}

	private static void send(ConfigurableApplicationContext context, String text, List<String> expected) {
		template(context).send(PAUSED, text);
		expected.add(text);
	}

	private static void await(ConfigurableApplicationContext context, List<String> expected) {
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(received(context)).containsAll(expected));
	}

	private static List<String> texts(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((number) -> prefix + number).toList();
	}

	private static List<String> both(ConfigurableApplicationContext one, ConfigurableApplicationContext two) {
		return Stream.concat(received(one).stream(), received(two).stream()).toList();
	}

	private static long queues(ConfigurableApplicationContext context) {
		return context.getBean(RocketListenerEndpointRegistry.class)
			.getContainers()
			.iterator()
			.next()
			.getAssignment()
			.stream()
			.filter((queue) -> queue.startsWith(TOPIC))
			.count();
	}

	private static RocketTemplate template(ConfigurableApplicationContext context) {
		return context.getBean(RocketTemplate.class);
	}

	private static List<String> received(ConfigurableApplicationContext context) {
		return context.getBean(Listener.class).received;
	}

	private static ConfigurableApplicationContext start(String topic) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run("--topic=" + topic, "--spring.application.name=contexts",
				"--rocketmq-lite.name-servers=" + EmbeddedRocketMQServer.shared().nameServers(),
				"--rocketmq-lite.consumer.start-position=first", "--rocketmq-lite.rebalance-interval=500ms");
	}

	static class Listener {

		final List<String> received = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "${topic}", group = "${topic}-group")
		void on(String text) {
			this.received.add(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

}
