package io.github.rocketmqlite.spring.autoconfigure.health;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.admin.Admin;
import io.github.rocketmqlite.admin.ConsumerLag;
import io.github.rocketmqlite.admin.ConsumerLag.QueueLag;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RocketListenersHealthIndicatorTests {

	private static final MessageQueue OURS = new MessageQueue("orders", "broker-a", 0);

	private static final MessageQueue OURS_TOO = new MessageQueue("orders", "broker-a", 1);

	private static final MessageQueue FOREIGN = new MessageQueue("orders", "broker-b", 0);

	private final FakeRocketClient client = new FakeRocketClient();

	private final TestClock clock = new TestClock();

	private final Map<MessageQueue, QueueLag> lag = new TreeMap<>();

	private boolean silent;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RocketAutoConfiguration.class, RocketHealthContributorAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client)
		.withBean(Listener.class);

	@BeforeEach
	void tellLag() {
		this.client.admin = (Admin) Proxy.newProxyInstance(Admin.class.getClassLoader(), new Class<?>[] { Admin.class },
				(proxy, method, arguments) -> {
					if (this.silent) {
						throw new RocketTimeoutException("no answer", Outcome.UNKNOWN, null);
					}
					return new ConsumerLag((String) arguments[0], new TreeMap<>(this.lag), Map.of());
				});
	}

	@Test
	void isThereWhenThereIsALimit() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RocketListenersHealthIndicator.class));
		for (String limit : List.of("max-lag=10", "stuck-after=1m")) {
			this.runner.withPropertyValues("rocketmq-lite.health." + limit)
				.run((context) -> assertThat(context).hasBean("rocketmqLiteListenersHealthContributor"));
		}
	}

	@Test
	void isDownWhenMoreMessagesWaitThanMay() {
		this.runner.run((context) -> {
			RocketListenersHealthIndicator health = indicator(context.getBean(RocketListenerEndpointRegistry.class),
					10L, null);
			waiting(OURS, 4, 0);
			waiting(OURS_TOO, 6, 0);
			waiting(FOREIGN, 100, 0);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			waiting(OURS, 5, 0);
			Health down = health.health();
			assertThat(down.getStatus()).isEqualTo(Status.DOWN);
			assertThat(down.getDetails()).containsEntry("mine", Map.of("group", "billing", "lag", 11L, "maxLag", 10L));
		});
	}

	@Test
	void isDownWhenAQueueMakesNoProgress() {
		this.runner.run((context) -> {
			RocketListenersHealthIndicator health = indicator(context.getBean(RocketListenerEndpointRegistry.class),
					null, Duration.ofMinutes(5));
			waiting(OURS, 4, 10);
			waiting(OURS_TOO, 4, 10);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			this.clock.now = this.clock.now.plus(Duration.ofMinutes(4));
			waiting(OURS_TOO, 4, 11);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			this.clock.now = this.clock.now.plus(Duration.ofMinutes(1));
			Health down = health.health();
			assertThat(down.getStatus()).isEqualTo(Status.DOWN);
			assertThat(down.getDetails().get("mine")).asString().contains("stuck=[orders@broker-a:0]");
			waiting(OURS, 0, 10);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			waiting(OURS, 1, 10);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void whoeverIsPausedOrCannotBeAskedAboutIsNotDown() {
		this.runner.run((context) -> {
			RocketListenerEndpointRegistry registry = context.getBean(RocketListenerEndpointRegistry.class);
			RocketListenersHealthIndicator health = indicator(registry, 10L, null);
			waiting(OURS, 50, 0);
			assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
			registry.getContainers().forEach((container) -> container.pause());
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			registry.getContainers().forEach((container) -> container.resume());
			this.silent = true;
			Health unknown = health.health();
			assertThat(unknown.getStatus()).isEqualTo(Status.UP);
			assertThat(unknown.getDetails().get("mine")).asString().contains("no answer");
		});
	}

	private RocketListenersHealthIndicator indicator(RocketListenerEndpointRegistry registry,
			@org.jspecify.annotations.Nullable Long maxLag, @org.jspecify.annotations.Nullable Duration stuckAfter) {
		return new RocketListenersHealthIndicator(registry, maxLag, stuckAfter, this.clock);
	}

	private void waiting(MessageQueue queue, long messages, long committed) {
		this.lag.put(queue, new QueueLag(committed + messages, committed, null));
	}

	private static final class TestClock extends Clock {

		private Instant now = Instant.parse("2026-11-01T10:00:00Z");

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

	static class Listener {

		@RocketListener(id = "mine", topics = "orders", group = "billing")
		void on(String text) {
		}

	}

}
