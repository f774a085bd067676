package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.StoredBody;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Closing an application while a listener works.
 */
class ShutdownIntegrationTests {

	private static final String TOPIC = "starter-shutdown";

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	@Test
	void aRunningListenerFinishesMaySendAndItsProgressIsKept() throws InterruptedException {
		this.server.createTopic(TOPIC, 1);
		this.server.createTopic("starter-shutdown-done", 1);
		ConfigurableApplicationContext context = start();
		context.getBean(RocketTemplate.class).send(TOPIC, "work");
		SlowListener listener = context.getBean(SlowListener.class);
		assertThat(listener.entered.await(30, TimeUnit.SECONDS)).isTrue();
		RocketMessageListenerContainer container = context.getBean(RocketListenerEndpointRegistry.class)
			.getContainer("slow");
		assertThat(container).isNotNull();

		CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
		await().until(() -> !container.isRunning());
		assertThat(closing).isNotDone();
		listener.mayFinish.countDown();

		assertThat(closing).succeedsWithin(Duration.ofSeconds(20));
		assertThat(listener.results).containsExactly("finished");
		assertThat(this.server.consumerOffset("starter-shutdown-group", TOPIC, 0))
			.isEqualTo(this.server.maxOffset(TOPIC, 0));
		await()
			.untilAsserted(() -> assertThat(this.server.messages("starter-shutdown-done")).extracting(StoredBody::text)
				.containsExactly("done"));
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("rocketmq-lite.name-servers=" + this.server.nameServers(),
					"rocketmq-lite.consumer.start-position=first")
			.run();
	}

	static class SlowListener {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch mayFinish = new CountDownLatch(1);

		final List<String> results = new CopyOnWriteArrayList<>();

		private final RocketTemplate template;

		SlowListener(RocketTemplate template) {
			this.template = template;
		}

		@RocketListener(id = "slow", topics = TOPIC, group = "starter-shutdown-group")
		void on(String text) {
			this.entered.countDown();
			try {
				this.results.add(this.mayFinish.await(30, TimeUnit.SECONDS) ? "finished" : "timed out");
				this.template.send("starter-shutdown-done", "done");
			}
			catch (InterruptedException ex) {
				this.results.add("interrupted");
				Thread.currentThread().interrupt();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SlowListener slowListener(RocketTemplate template) {
			return new SlowListener(template);
		}

	}

}
