package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.FaultMode;
import io.github.rocketmqlite.test.FaultProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Applications whose cluster is away when they start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureIntegrationTests {

	private static final String TOPIC = "startup-orders";

	@Test
	void tellsWhatToDoWhenTheNameServerIsAway(CapturedOutput output) {
		try (FaultProxy nameServer = refusing()) {
			assertThatException().isThrownBy(() -> start(ListenerApplication.class, nameServer));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("Listener 'mine' of group 'startup' on topics [" + TOPIC + "] did not start")
				.contains("'rocketmq-lite.name-servers' = '" + nameServer.address() + "'")
				.contains("from property source \"defaultProperties\"")
				.contains("rocketmq-lite.listener.startup-failure-policy=retry");
		}
	}

	@Test
	void tellsWhereEachClusterIsSetUpWhenOneIsAway(CapturedOutput output) {
		try (FaultProxy nameServer = refusing()) {
			assertThatException().isThrownBy(() -> start(ClusterApplication.class, nameServer,
					"rocketmq-lite.clusters.eu.name-servers", nameServer.address()));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("Listener 'of-eu' of group 'startup-eu'")
				.contains("or 'rocketmq-lite.clusters.eu.name-servers' = '" + nameServer.address() + "'");
		}
	}

	@Test
	void tellsWhichListenersContradictEachOther(CapturedOutput output) {
		try (FaultProxy nameServer = refusing()) {
			assertThatException().isThrownBy(() -> start(ContradictoryApplication.class, nameServer));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("Contradictory.first")
				.contains("Contradictory.second")
				.contains("Change the listeners named above");
		}
	}

	@Test
	void tellsWhichKeysThereAreInsteadOfOneThatDoesNotExist(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(ListenerApplication.class, "rocketmq-lite.producer.grup", "a",
				"rocketmq-lite.listeners.my.own.concurrency", "3"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("There is no property 'rocketmq-lite.producer.grup'")
			.containsPattern("'rocketmq-lite\\.producer' has the keys \\[.*, group, .*, send-timeout, ")
			.contains("There is no property 'rocketmq-lite.listeners.my.own.concurrency'")
			.containsPattern("'rocketmq-lite\\.listeners\\.my' has the keys \\[.*, concurrency, ")
			.contains("takes brackets: 'rocketmq-lite.listeners[<id>]'");
	}

	@Test
	void tellsWhichKeysAClusterHas(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> start(ListenerApplication.class, "rocketmq-lite.clusters.eu.name-server", "localhost:9876"));
		assertThat(output).contains("There is no property 'rocketmq-lite.clusters.eu.name-server'")
			.containsPattern("'rocketmq-lite\\.clusters\\.eu' has the keys \\[.*, name-servers, ");
	}

	@Test
	void tellsWhichClustersThereAreInsteadOfOneThatDoesNotExist(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start(LostApplication.class, "rocketmq-lite.clusters.eu.name-servers", "localhost:9876"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Qualifier(\"us\")")
			.contains("The named clusters are [eu]");
	}

	@Test
	void tellsWhichGroupHasABadName(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start(ListenerApplication.class, "rocketmq-lite.listeners.mine.group", "bad group"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Listener 'mine' of group 'bad group'")
			.contains("The group 'bad group' holds the character ' '");
	}

	@Test
	void tellsWhichMethodCannotBeAListener(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(WrongBatchApplication.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("WrongBatch")
			.contains("takes batches, so it must have one parameter");
	}

	@Test
	void aListenerThatIsTriedAgainReceivesOnceTheClusterIsThere() throws InterruptedException {
		EmbeddedRocketMQServer.shared().createTopic(TOPIC, 1);
		try (FaultProxy nameServer = refusing();
				ConfigurableApplicationContext context = start(ListenerApplication.class, nameServer,
						"rocketmq-lite.listener.startup-failure-policy", "retry")) {
			RocketMessageListenerContainer container = context.getBean(RocketListenerEndpointRegistry.class)
				.getContainer("mine");
			assertThat(container).isNotNull();
			assertThat(container.isRunning()).isTrue();
			assertThat(container.isConnected()).isFalse();
			HealthIndicator health = context.getBean("rocketmqLiteHealthContributor", HealthIndicator.class);
			assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);

			nameServer.mode(FaultMode.PASS);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(container::isConnected);
			context.getBean(RocketTemplate.class).send(TOPIC, "hello");
			assertThat(context.getBean(Listener.class).received.poll(30, TimeUnit.SECONDS)).isEqualTo("hello");
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void aListenerThatIsStillTriedEndsWithItsApplication() {
		try (FaultProxy nameServer = refusing()) {
			ConfigurableApplicationContext context = start(ListenerApplication.class, nameServer,
					"rocketmq-lite.listener.startup-failure-policy", "retry");
			RocketMessageListenerContainer container = context.getBean(RocketListenerEndpointRegistry.class)
				.getContainer("mine");
			assertThat(container).isNotNull();
			context.close();
			assertThat(container.isRunning()).isFalse();
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().equals("rocketmq-lite-start-startup")));
		}
	}

	private static FaultProxy refusing() {
		FaultProxy nameServer = FaultProxy.to(EmbeddedRocketMQServer.shared().nameServers());
		nameServer.mode(FaultMode.REFUSE);
		return nameServer;
	}

	private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
		try (FaultProxy nameServer = refusing()) {
			return start(application, nameServer, properties);
		}
	}

	private static ConfigurableApplicationContext start(Class<?> application, FaultProxy nameServer,
			String... properties) {
		SpringApplication app = new SpringApplication(application);
		Map<String, Object> defaults = new HashMap<>(Map.of("rocketmq-lite.name-servers", nameServer.address(),
				"rocketmq-lite.request-timeout", "1s", "rocketmq-lite.consumer.start-position", "first"));
		for (int i = 0; i < properties.length; i += 2) {
			defaults.put(properties[i], properties[i + 1]);
		}
		app.setDefaultProperties(defaults);
		return app.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listener.class)
	static class ListenerApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class LostApplication {

		LostApplication(@Qualifier("us") RocketTemplate template) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WrongBatch.class)
	static class WrongBatchApplication {

	}

	static class WrongBatch {

		@RocketListener(topics = TOPIC, group = "startup-batch", batch = "true")
		void on(String message) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Contradictory.class)
	static class ContradictoryApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ClusterListener.class)
	static class ClusterApplication {

	}

	static class ClusterListener {

		@RocketListener(id = "of-eu", topics = TOPIC, group = "startup-eu", cluster = "eu")
		void on(String text) {
		}

	}

	static class Listener {

		final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		@RocketListener(id = "mine", topics = TOPIC, group = "startup")
		void on(String text) {
			this.received.add(text);
		}

	}

	static class Contradictory {

		@RocketListener(topics = "startup-orders", group = "startup", concurrency = "1")
		void first(String text) {
		}

		@RocketListener(topics = "startup-payments", group = "startup", concurrency = "2")
		void second(String text) {
		}

	}

}
