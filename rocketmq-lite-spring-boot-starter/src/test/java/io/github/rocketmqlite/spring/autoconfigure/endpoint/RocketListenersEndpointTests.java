package io.github.rocketmqlite.spring.autoconfigure.endpoint;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.endpoint.RocketListenersEndpoint.Action;
import io.github.rocketmqlite.spring.autoconfigure.endpoint.RocketListenersEndpoint.ListenerDescriptor;
import io.github.rocketmqlite.spring.autoconfigure.endpoint.RocketListenersEndpoint.State;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void showsTheClusterAndTheLagOfASingleListener() {
		this.exposed.run((context) -> {
			this.client.consumerOf("billing").lag = Map.of(new MessageQueue("orders", "broker-a", 1), 7L);
			RocketListenersEndpoint endpoint = context.getBean(RocketListenersEndpoint.class);
			assertThat(listener(endpoint, "orders").lag()).isEqualTo(Map.of("orders@broker-a:1", 7L));
			assertThat(listener(endpoint, "orders").cluster()).isEqualTo("default");
			assertThat(listener(endpoint, "orders").inFlight()).isZero();
			assertThat(endpoint.listeners().get("listeners")).singleElement()
				.satisfies((listener) -> assertThat(listener.lag()).isEmpty());
		});
	}

	@Test
	void resetsTheQueuesOfThisApplication() {
		OffsetDateTime time = OffsetDateTime.parse("2026-11-01T10:00:00Z");
		this.exposed.run((context) -> {
			RocketListenersEndpoint endpoint = context.getBean(RocketListenersEndpoint.class);
			endpoint.change("orders", Action.RESET, "payments", time);
			assertThat(this.client.consumerOf("billing").seeks).containsExactly("payments 2026-11-01T10:00:00Z");
			endpoint.change("orders", Action.RESET, null, time);
			assertThat(this.client.consumerOf("billing").seeks).contains("orders 2026-11-01T10:00:00Z").hasSize(3);
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.change("orders", Action.RESET, null, null));
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.change("orders", Action.RESET, "nonsense", time))
				.withMessageContaining("nonsense");
			endpoint.change("orders", Action.STOP, null, null);
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.change("orders", Action.RESET, null, time));
		});
	}

	@Test
	void takesItsParametersFromTheWeb() {
		this.exposed.run((context) -> {
			WebEndpointDiscoverer discoverer = new WebEndpointDiscoverer(context,
					new ConversionServiceParameterValueMapper(), EndpointMediaTypes.DEFAULT, null, null, List.of(),
					List.of(), List.of());
			ExposableWebEndpoint endpoint = discoverer.getEndpoints().iterator().next();
			WebOperation change = endpoint.getOperations()
				.stream()
				.filter((operation) -> operation.getType() == OperationType.WRITE)
				.findFirst()
				.orElseThrow();
			change.invoke(new InvocationContext(SecurityContext.NONE, Map.of("id", "orders", "action", "pause")));
			assertThat(this.client.consumerOf("billing").isPaused()).isTrue();
			change.invoke(new InvocationContext(SecurityContext.NONE,
					Map.of("id", "orders", "action", "reset", "topic", "orders", "time", "2026-11-01T10:00:00Z")));
			assertThat(this.client.consumerOf("billing").seeks).containsExactly("orders 2026-11-01T10:00:00Z");
		});
	}

	@Test
	void knowsNoListenerThatDoesNotExist() {
		this.exposed.run((context) -> {
			RocketListenersEndpoint endpoint = context.getBean(RocketListenersEndpoint.class);
			assertThat(endpoint.listener("nobody")).isNull();
			assertThat(endpoint.change("nobody", Action.STOP, null, null)).isNull();
		});
	}

	private static State change(RocketListenersEndpoint endpoint, Action action) {
		return Objects.requireNonNull(endpoint.change("orders", action, null, null)).state();
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
