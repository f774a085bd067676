package io.github.rocketmqlite.spring.autoconfigure.endpoint;

import java.util.Objects;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.endpoint.RocketListenersEndpoint.Action;
import io.github.rocketmqlite.spring.autoconfigure.endpoint.RocketListenersEndpoint.ListenerDescriptor;
import io.github.rocketmqlite.spring.autoconfigure.endpoint.RocketListenersEndpoint.State;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RocketListenersEndpointTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RocketAutoConfiguration.class, RocketListenersEndpointAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client)
		.withBean(Listeners.class);

	private final ApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=rocketlisteners");

	@Test
	void isThereOnlyWhenItIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RocketListenersEndpoint.class));
		this.exposed.run((context) -> assertThat(context).hasSingleBean(RocketListenersEndpoint.class));
	}

	@Test
	void showsWhatListenersOfAGroupDoTogether() {
		this.exposed.run((context) -> {
			RocketListenersEndpoint endpoint = context.getBean(RocketListenersEndpoint.class);
			assertThat(endpoint.listeners()).containsOnlyKeys("listeners");
			assertThat(endpoint.listeners().get("listeners")).singleElement().isEqualTo(endpoint.listener("orders"));
			ListenerDescriptor listener = listener(endpoint, "payments");
			assertThat(listener.ids()).containsExactly("orders", "payments");
			assertThat(listener.group()).isEqualTo("billing");
			assertThat(listener.topics()).containsEntry("orders", "created").containsEntry("payments", "*");
			assertThat(listener.state()).isEqualTo(State.RUNNING);
			assertThat(listener.concurrency()).isEqualTo(20);
			assertThat(listener.queues()).containsExactly("orders@broker-a:0", "orders@broker-a:1");
			assertThat(listener.cachedMessages()).isEqualTo(3);
			assertThat(listener.lastFailure()).isNull();
		});
	}

	@Test
	void pausesResumesStopsAndStarts() {
		this.exposed.run((context) -> {
			RocketListenersEndpoint endpoint = context.getBean(RocketListenersEndpoint.class);
			assertThat(change(endpoint, Action.PAUSE)).isEqualTo(State.PAUSED);
			assertThat(this.client.consumerOf("billing").isPaused()).isTrue();
			assertThat(change(endpoint, Action.RESUME)).isEqualTo(State.RUNNING);
			assertThat(change(endpoint, Action.STOP)).isEqualTo(State.STOPPED);
			assertThat(this.client.runningGroups()).isEmpty();
			assertThat(change(endpoint, Action.START)).isEqualTo(State.RUNNING);
		});
	}

	@Test
	void showsTheLastFailureWithoutTheBody() {
		this.exposed.run((context) -> {
			FakeReceivedMessage message = new FakeReceivedMessage("secret").topic("payments");
			this.client.consumerOf("billing").deliver(message);
			RocketListenersEndpoint endpoint = context.getBean(RocketListenersEndpoint.class);
			assertThat(listener(endpoint, "orders").lastFailure()).isNotNull().satisfies((failure) -> {
				assertThat(failure.topic()).isEqualTo("payments");
				assertThat(failure.delivery()).isEqualTo(message.reconsumeTimes() + 1);
				assertThat(failure.error()).contains("IllegalStateException").contains("on purpose");
				assertThat(failure.outcome()).isEqualTo("RETRY");
				assertThat(failure.toString()).doesNotContain("secret");
			});
		});
	}

	@Test
	void knowsNoListenerThatDoesNotExist() {
		this.exposed.run((context) -> {
			RocketListenersEndpoint endpoint = context.getBean(RocketListenersEndpoint.class);
			assertThat(endpoint.listener("nobody")).isNull();
			assertThat(endpoint.change("nobody", Action.STOP)).isNull();
		});
	}

	private static State change(RocketListenersEndpoint endpoint, Action action) {
		return Objects.requireNonNull(endpoint.change("orders", action)).state();
	}

	private static ListenerDescriptor listener(RocketListenersEndpoint endpoint, String id) {
		return Objects.requireNonNull(endpoint.listener(id));
	}

	static class Listeners {

		@RocketListener(id = "orders", topics = "orders", group = "billing", selector = "created")
		void orders(String text) {
		}

		@RocketListener(id = "payments", topics = "payments", group = "billing")
		void payments(String text) {
			throw new IllegalStateException("on purpose");
		}

	}

}
