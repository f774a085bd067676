package io.github.rocketmqlite.spring.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.health.RocketHealthContributorAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The real client where nobody listens.
 */
class UnreachableClusterIntegrationTests {

	private final String nameServer = "127.0.0.1:" + unusedPort();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RocketAutoConfiguration.class, RocketHealthContributorAutoConfiguration.class))
		.withPropertyValues("rocketmq-lite.name-servers=" + this.nameServer, "rocketmq-lite.request-timeout=1s",
				"rocketmq-lite.producer.send-timeout=1s");

	@Test
	void anApplicationThatOnlySendsStartsAndItsHealthIsDown() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			var health = context.getBean("rocketmqLiteHealthContributor", HealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("nameServers")).asString().contains(this.nameServer + "=DOWN");
		});
	}

	@Test
	void aSendFailsAndNamesTheServer() {
		this.runner.run((context) -> assertThatExceptionOfType(RocketException.class)
			.isThrownBy(() -> context.getBean(RocketTemplate.class).send("orders", "hello"))
			.withMessageContaining(this.nameServer)
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT)));
	}

	@Test
	void aListenerFailsTheStartAndNamesItselfAndTheServer() {
		this.runner.withBean(Listener.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("'mine'")
				.hasStackTraceContaining(this.nameServer);
		});
	}

	private static int unusedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static class Listener {

		@RocketListener(id = "mine", topics = "orders", group = "billing")
		void on(String text) {
		}

	}

}
