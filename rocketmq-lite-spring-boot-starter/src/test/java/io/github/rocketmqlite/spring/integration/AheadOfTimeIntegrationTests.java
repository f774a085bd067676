package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.health.RocketHealthContributorAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.metrics.RocketMetricsAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.observation.RocketObservationAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose beans are defined by generated code, as in a native image, on a
 * real broker.
 */
class AheadOfTimeIntegrationTests {

	private static final String TOPIC = "aot-orders";

	@Test
	@CompileWithForkedClassLoader
	void whatIsGeneratedSendsAndReceives() {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer;
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			// addresses are not known yet, only which clusters there are
			properties("127.0.0.1:1").applyTo(context);
			initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		assertThat(RuntimeHintsPredicates.reflection().onType(Order.class)).accepts(generation.getRuntimeHints());
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		server.createTopic(TOPIC, 1);
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				properties(server.nameServers()).applyTo(context);
				initialize(compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()), context);
				context.refresh();
				Listener listener = context.getBean(Listener.class);
				context.getBean("rocketTemplate", RocketTemplate.class).send(TOPIC, new Order("one"));
				listener.eu.send(TOPIC, new Order("two"));
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.untilAsserted(() -> assertThat(listener.received).contains("default one", "default two", "eu one",
							"eu two"));
				assertThat(listener.client).isSameAs(context.getBean("rocketClient"));
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static void initialize(ApplicationContextInitializer<?> initializer, GenericApplicationContext context) {
		((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(context);
	}

	private static TestPropertyValues properties(String nameServers) {
		return TestPropertyValues.of("rocketmq-lite.name-servers=" + nameServers,
				"rocketmq-lite.clusters.eu.name-servers=" + nameServers, "rocketmq-lite.consumer.start-position=first",
				"rocketmq-lite.health.max-lag=1000");
	}

	record Order(String id) {
	}

	static class Listener {

		final List<String> received = new CopyOnWriteArrayList<>();

		@Autowired
		private RocketClient client;

		@Autowired
		@Qualifier("eu")
		private RocketTemplate eu;

		@RocketListener(topics = TOPIC, group = "aot")
		void on(Order order) {
			this.received.add("default " + order.id());
		}

		@RocketListener(topics = TOPIC, group = "aot-eu", cluster = "eu")
		void onEu(Order order) {
			this.received.add("eu " + order.id());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RocketAutoConfiguration.class, RocketMetricsAutoConfiguration.class,
			RocketHealthContributorAutoConfiguration.class, RocketObservationAutoConfiguration.class })
	static class Application {

		@Bean
		Listener listener() {
			return new Listener();
		}

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationRegistry observationRegistry() {
			return ObservationRegistry.create();
		}

	}

}
