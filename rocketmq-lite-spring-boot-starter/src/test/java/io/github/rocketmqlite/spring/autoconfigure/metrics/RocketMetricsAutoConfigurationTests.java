package io.github.rocketmqlite.spring.autoconfigure.metrics;

import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientStats;
import io.github.rocketmqlite.client.RocketClientStats.RequestCount;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RocketMetricsAutoConfigurationTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class, RocketMetricsAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client)
		.withBean(Listener.class);

	private final ApplicationContextRunner runner = this.withoutRegistry
		.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void timesSendsByTopicAndOutcome() {
		this.runner.run((context) -> {
			RocketTemplate template = context.getBean(RocketTemplate.class);
			template.send("orders", "x");
			template.sendOneway("orders", "x");
			this.client.producers.get(0).failure = new RocketTimeoutException("slow", Outcome.UNKNOWN, null);
			assertThatExceptionOfType(RocketTimeoutException.class).isThrownBy(() -> template.send("orders", "x"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (String outcome : List.of("send_ok", "oneway", "failed")) {
				String exception = outcome.equals("failed") ? "RocketTimeoutException" : "none";
				assertThat(registry.get("rocketmq.lite.template")
					.tags("cluster", "default", "topic", "orders", "outcome", outcome, "exception", exception)
					.timer()
					.count()).as(outcome).isOne();
			}
		});
	}

	@Test
	void timesDeliveriesByGroupTopicAndOutcome() {
		this.runner.run((context) -> {
			this.client.consumerOf("billing").deliver(new FakeReceivedMessage("fine"));
			this.client.consumerOf("billing").deliver(new FakeReceivedMessage("bad"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("rocketmq.lite.listener")
				.tags("cluster", "default", "listener", "mine", "group", "billing", "topic", "orders", "outcome",
						"success", "exception", "none")
				.timer()
				.count()).isOne();
			assertThat(registry.get("rocketmq.lite.listener")
				.tags("outcome", "retry", "exception", "IllegalArgumentException")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void showsTheCountersOfTheClient() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			this.client.stats = new RocketClientStats(Map.of("ready", 3, "backoff", 1), 5,
					List.of(new RequestCount("SendMessage", "success", 7), new RequestCount("GetRoute", "timeout", 2)),
					0, 4, 0, 0, new RocketClientStats.PendingSends(0, 1, 0, 1, 0), 0, Map.of(), Map.of(), 0, 0,
					RocketClientStats.Servers.NONE, List.of());
			assertThat(registry.get("rocketmq.lite.client.connections").tag("state", "ready").gauge().value())
				.isEqualTo(3);
			assertThat(registry.get("rocketmq.lite.client.connections").tag("state", "idle").gauge().value()).isZero();
			assertThat(registry.get("rocketmq.lite.client.inflight").gauge().value()).isEqualTo(5);
			assertThat(registry.get("rocketmq.lite.producer.retries").functionCounter().count()).isEqualTo(4);
			assertThat(registry.get("rocketmq.lite.client.requests")
				.tags("request", "SendMessage", "outcome", "success")
				.functionCounter()
				.count()).isEqualTo(7);
			assertThat(registry.get("rocketmq.lite.client.requests")
				.tags("request", "GetRoute", "outcome", "timeout")
				.functionCounter()
				.count()).isEqualTo(2);
		});
	}

	@Test
	void showsWhatIsPendingCameLateMadeNoSenseOrWasDropped() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			this.client.stats = new RocketClientStats(Map.of(), 0, List.of(), 0, 0, 0, 0,
					new RocketClientStats.PendingSends(11, 100, 0, 1, 0), 0, Map.of(), Map.of(), 12, 13,
					new RocketClientStats.Servers(Map.of(), 14, 15), List.of());
			assertThat(registry.get("rocketmq.lite.producer.pending").gauge().value()).isEqualTo(11);
			assertThat(registry.get("rocketmq.lite.client.late.replies").functionCounter().count()).isEqualTo(12);
			assertThat(registry.get("rocketmq.lite.trace.dropped").functionCounter().count()).isEqualTo(13);
			assertThat(registry.get("rocketmq.lite.client.malformed.answers").functionCounter().count()).isEqualTo(14);
		});
	}

	@Test
	void metersOfOneNameHaveTheSameTags() {
		this.runner.run((context) -> {
			RocketTemplate template = context.getBean(RocketTemplate.class);
			template.send("orders", "x");
			template.sendOneway("payments:tag", "x");
			this.client.consumerOf("billing").deliver(new FakeReceivedMessage("fine"));
			this.client.consumerOf("billing").deliver(new FakeReceivedMessage("bad"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (String name : List.of("rocketmq.lite.template", "rocketmq.lite.listener")) {
				assertThat(registry.find(name).meters()).hasSizeGreaterThan(1)
					.extracting((Meter meter) -> meter.getId().getTags().stream().map(Tag::getKey).toList())
					.containsOnly(registry.find(name)
						.meters()
						.iterator()
						.next()
						.getId()
						.getTags()
						.stream()
						.map(Tag::getKey)
						.toList());
			}
		});
	}

	@Test
	void showsWhatTheConsumerOfAListenerHolds() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(gauge(registry, "cached.messages")).isEqualTo(3);
			assertThat(gauge(registry, "cached.bytes")).isEqualTo(300);
			assertThat(gauge(registry, "queues")).isEqualTo(2);
		});
	}

	@Test
	void backsOffWithoutMicrometerAndWithoutARegistry() {
		this.withoutRegistry
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MicrometerSendObserver.class));
		this.withoutRegistry.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RocketMetricsAutoConfiguration.class));
	}

	private static double gauge(MeterRegistry registry, String name) {
		return registry.get("rocketmq.lite.consumer." + name)
			.tags("cluster", "default", "listener", "mine", "group", "billing")
			.gauge()
			.value();
	}

	static class Listener {

		@RocketListener(id = "mine", topics = "orders", group = "billing")
		void on(String text) {
			if (text.equals("bad")) {
				throw new IllegalArgumentException(text);
			}
		}

	}

}
