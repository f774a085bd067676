package io.github.rocketmqlite.spring.autoconfigure.health;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.client.ClientStatus;
import io.github.rocketmqlite.client.ClientStatus.Peer;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RocketHealthContributorAutoConfigurationTests {

	private static final String BEAN = "rocketmqLiteHealthContributor";

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class,
				RocketHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client);

	@Test
	void isUpWhenANameServerAndABrokerAnswer() {
		answer(new ClientStatus("me", List.of(new Peer("a:9876", "a:9876", true, "")),
				List.of(new Peer("broker-a", "b:10911", true, ""), new Peer("broker-b", "c:10911", false, "silent"))));
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails())
			.containsExactlyInAnyOrderEntriesOf(Map.of("clientId", "me", "nameServers", Map.of("a:9876", "UP"),
					"brokers", Map.of("broker-a@b:10911", "UP", "broker-b@c:10911", "DOWN: silent")));
	}

	@Test
	void isDownWhenNoNameServerAnswers() {
		answer(new ClientStatus("me", List.of(new Peer("a:9876", "a:9876", false, "refused")), List.of()));
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("nameServers", Map.of("a:9876", "DOWN: refused"));
	}

	@Test
	void isDownWhenTheQuestionFails() {
		this.client.status = CompletableFuture.failedFuture(new IllegalStateException("closed"));
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("error")).asString().contains("closed");
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.rocketmq-lite.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BEAN));
	}

	@Test
	void backsOffFromABeanOfItsName() {
		HealthContributor own = (HealthIndicator) () -> Health.up().build();
		this.runner.withBean("rocketmqLiteHealthIndicator", HealthContributor.class, () -> own)
			.run((context) -> assertThat(context).doesNotHaveBean(BEAN));
	}

	private void answer(ClientStatus status) {
		this.client.status = CompletableFuture.completedFuture(status);
	}

	private Health health() {
		Health[] health = new Health[1];
		this.runner.run((context) -> health[0] = context.getBean(BEAN, HealthIndicator.class).health());
		return health[0];
	}

}
