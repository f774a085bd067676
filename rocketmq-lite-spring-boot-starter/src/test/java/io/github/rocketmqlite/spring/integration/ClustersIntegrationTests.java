package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.health.RocketHealthContributorAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.metrics.RocketMetricsAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two real clusters, with topics and groups of the same names.
 */
class ClustersIntegrationTests {

	private static final String TOPIC = "clusters-orders";

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static EmbeddedRocketMQServer other;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class, RocketMetricsAutoConfiguration.class,
				RocketHealthContributorAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(Listeners.class)
		.withPropertyValues("rocketmq-lite.name-servers=" + EmbeddedRocketMQServer.shared().nameServers(),
				"rocketmq-lite.clusters.eu.name-servers=" + other.nameServers(),
				"rocketmq-lite.consumer.start-position=first");

	@BeforeAll
	static void startTheOtherCluster() {
		other = EmbeddedRocketMQServer.builder().start();
		for (EmbeddedRocketMQServer cluster : List.of(EmbeddedRocketMQServer.shared(), other)) {
			cluster.createTopic(TOPIC, 2);
			cluster.createTopic("clusters-questions", 1);
		}
	}

	@AfterAll
	static void stopTheOtherCluster() {
		other.close();
	}

	@Test
	void messagesStayInTheirClusters() {
		this.runner.run((context) -> {
			context.getBean("rocketTemplate", RocketTemplate.class).send(TOPIC, "here");
			context.getBean("euRocketTemplate", RocketTemplate.class).send(TOPIC, "there");
			Listeners listeners = context.getBean(Listeners.class);
			Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
				assertThat(listeners.here).containsOnly("here");
				assertThat(listeners.there).containsOnly("there");
			});
			assertThat(context.getBean("euRocketTemplate", RocketTemplate.class)
				.message("who?")
				.topic("clusters-questions")
				.timeout(Duration.ofSeconds(30))
				.request(String.class)).isEqualTo("eu");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			// done by the application's metrics, which are not part of this test
			context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(meters));
			for (String cluster : List.of("default", "eu")) {
				assertThat(
						meters.get("rocketmq.lite.template").tags("cluster", cluster, "topic", TOPIC).timer().count())
					.isEqualTo(1);
				Awaitility.await()
					.atMost(TIMEOUT)
					.untilAsserted(() -> assertThat(meters.get("rocketmq.lite.listener")
						.tags("cluster", cluster, "topic", TOPIC)
						.timer()
						.count()).isPositive());
				assertThat(meters.get("rocketmq.lite.client.connections")
					.tags("cluster", cluster, "state", "ready")
					.gauge()
					.value()).isPositive();
			}
			CompositeHealthContributor health = context.getBean("rocketmqLiteHealthContributor",
					CompositeHealthContributor.class);
			assertThat(health.stream().map((entry) -> entry.name())).containsExactlyInAnyOrder("default", "eu");
			assertThat(health.stream())
				.allSatisfy((entry) -> assertThat(((HealthIndicator) entry.contributor()).health().getStatus())
					.isEqualTo(Status.UP));
		});
	}

	static class Listeners {

		final List<String> here = new CopyOnWriteArrayList<>();

		final List<String> there = new CopyOnWriteArrayList<>();

		@RocketListener(topics = TOPIC, group = "clusters")
		void here(String text) {
			this.here.add(text);
		}

		@RocketListener(topics = TOPIC, group = "clusters", cluster = "eu")
		void there(String text) {
			this.there.add(text);
		}

		@RocketListener(topics = "clusters-questions", group = "clusters-answers", cluster = "eu")
		String answer(@Payload String question) {
			return "eu";
		}

	}

}
