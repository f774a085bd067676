package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings of single listeners in the application's configuration.
 */
class ListenerOverridesTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client)
		.withBean("listeners", Listeners.class);

	@Test
	void winOverTheAnnotation() {
		this.runner
			.withPropertyValues(settings("orders", "topics=invoices,refunds", "group=other", "selector=a || b",
					"concurrency=3", "max-reconsume-times=4", "start-position=first"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				PushConsumerOptions options = this.client.consumerOf("other").options;
				assertThat(options.subscriptions()).containsOnlyKeys("invoices", "refunds");
				assertThat(options.subscriptions().values()).containsOnly(Filter.tags("a", "b"));
				assertThat(options.concurrency()).isEqualTo(3);
				assertThat(options.maxReconsumeTimes()).isEqualTo(4);
				assertThat(options.startPosition()).isEqualTo(StartPosition.FIRST);
			});
	}

	@Test
	void leaveAsItIsWhatTheyDoNotName() {
		this.runner.withPropertyValues(settings("orders", "concurrency=3")).run((context) -> {
			PushConsumerOptions options = this.client.consumerOf("billing").options;
			assertThat(options.concurrency()).isEqualTo(3);
			assertThat(options.maxReconsumeTimes()).isEqualTo(9);
			assertThat(options.subscriptions()).containsOnlyKeys("orders");
		});
	}

	@Test
	void switchAListenerOff() {
		this.runner.withPropertyValues(settings("orders", "enabled=false"))
			.run((context) -> assertThat(this.client.runningGroups()).containsExactly("shipping"));
	}

	@Test
	void keepAListenerFromStarting() {
		this.runner.withPropertyValues(settings("orders", "auto-startup=false"))
			.run((context) -> assertThat(this.client.runningGroups()).containsExactly("shipping"));
	}

	@Test
	void reachAListenerWhoseIdWasMadeUp() {
		this.runner.withPropertyValues("rocketmq-lite.listeners[listeners.ship].concurrency=3")
			.run((context) -> assertThat(this.client.consumerOf("shipping").options.concurrency()).isEqualTo(3));
	}

	@Test
	void failTheStartWhenNoListenerHasTheId() {
		this.runner.withPropertyValues(settings("order", "concurrency=3")).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasMessageContaining("[order]")
				.hasMessageContaining("orders")
				.hasMessageContaining("listeners.ship");
		});
	}

	@Test
	void failTheStartWhenAValueIsWrong() {
		this.runner.withPropertyValues(settings("orders", "concurrency=0")).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure())
				.hasStackTraceContaining("rocketmq-lite.listeners.orders.concurrency")
				.hasStackTraceContaining("must be at least 1");
		});
		this.runner.withPropertyValues(settings("orders", "selector=a || || b"))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("rocketmq-lite.listeners.orders.selector"));
	}

	private static String[] settings(String id, String... settings) {
		String[] properties = new String[settings.length];
		for (int i = 0; i < settings.length; i++) {
			properties[i] = "rocketmq-lite.listeners." + id + "." + settings[i];
		}
		return properties;
	}

	static class Listeners {

		@RocketListener(id = "orders", topics = "orders", group = "billing", maxReconsumeTimes = "9")
		void on(String text) {
		}

		@RocketListener(topics = "orders", group = "shipping")
		void ship(String text) {
		}

	}

}
