package io.github.rocketmqlite.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MissingTopicPolicy;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.spring.annotation.DltListener;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.Headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Methods that receive the dead letters of groups.
 */
class DltListenerTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client);

	@Test
	void receivesTheDeadLettersOfTheClassInAGroupOfItsOwn() {
		this.runner.withBean("orders", WithDeadLetters.class)
			.withPropertyValues("rocketmq-lite.consumer.missing-topic=fail")
			.run((context) -> {
				PushConsumerOptions options = this.client.consumerOf("billing-dlt").options;
				assertThat(options.subscriptions()).containsExactlyEntriesOf(Map.of("%DLQ%billing", Filter.all()));
				assertThat(options.startPosition()).isEqualTo(StartPosition.FIRST);
				assertThat(options.assignment().missingTopic()).isEqualTo(MissingTopicPolicy.WAIT);
				assertThat(context.getBean(RocketListenerEndpointRegistry.class).getContainer("orders.dead"))
					.isNotNull();
			});
	}

	@Test
	void tellsWhereALetterComesFromAndWhatItDiedOf() {
		this.runner.withBean(WithDeadLetters.class).run((context) -> {
			assertThat(this.client.consumerOf("billing").deliver(new FakeReceivedMessage("no json")))
				.isEqualTo(ConsumeOutcome.DEAD_LETTER);
			FakeReceivedMessage letter = new FakeReceivedMessage("no json").queueTopic("%DLQ%billing");
			assertThat(this.client.consumerOf("billing-dlt").deliver(letter)).isEqualTo(ConsumeOutcome.SUCCESS);
			Map<String, Object> headers = context.getBean(WithDeadLetters.class).headers.get(0);
			assertThat(headers).contains(entry(RocketHeaders.DLT_GROUP, "billing"),
					entry(RocketHeaders.DLT_ORIGINAL_TOPIC, "orders"),
					entry(RocketHeaders.DLT_ORIGINAL_MESSAGE_ID, "message-1"), entry(RocketHeaders.DLT_EXCEPTION_FQCN,
							"io.github.rocketmqlite.spring.listener.UnreadableMessageException"));
			assertThat(headers.get(RocketHeaders.DLT_EXCEPTION_MESSAGE)).asString()
				.contains("no json".length() + " bytes");
		});
	}

	@Test
	void whatTheLetterSaysItselfCountsForMore() {
		this.runner.withBean(WithDeadLetters.class).run((context) -> {
			this.client.consumerOf("billing").deliver(new FakeReceivedMessage("no json"));
			FakeReceivedMessage letter = new FakeReceivedMessage("no json").queueTopic("%RETRY%billing-dlt")
				.property(RocketHeaders.DLT_EXCEPTION_FQCN, "com.example.Elsewhere")
				.property("DLQ_ORIGIN_TOPIC", "namespace%first")
				.property("DLQ_ORIGIN_MESSAGE_ID", "first-id");
			this.client.consumerOf("billing-dlt").deliver(letter);
			assertThat(context.getBean(WithDeadLetters.class).headers.get(0)).contains(
					entry(RocketHeaders.DLT_GROUP, "billing"), entry(RocketHeaders.DLT_ORIGINAL_TOPIC, "first"),
					entry(RocketHeaders.DLT_ORIGINAL_MESSAGE_ID, "first-id"),
					entry(RocketHeaders.DLT_EXCEPTION_FQCN, "com.example.Elsewhere"));
		});
	}

	@Test
	void knowsTheGroupThatPropertiesGaveAListener() {
		this.runner.withBean("orders", WithDeadLetters.class)
			.withPropertyValues("rocketmq-lite.listeners[orders.on].group=invoicing",
					"rocketmq-lite.listeners[orders.dead].group=undertaker")
			.run((context) -> assertThat(this.client.consumerOf("undertaker").options.subscriptions())
				.containsOnlyKeys("%DLQ%invoicing"));
	}

	@Test
	void listenersThatAreSwitchedOffHaveNoDeadLetters() {
		this.runner.withBean("orders", WithDeadLetters.class)
			.withPropertyValues("rocketmq-lite.listeners[orders.on].enabled=false")
			.run((context) -> assertThat(this.client.runningGroups()).isEmpty());
	}

	@Test
	void severalGroupsAreReadBySeveralConsumersUnlessOneIsNamed() {
		this.runner.withBean(OfTwo.class).withPropertyValues("groups=a,b").run((context) -> {
			assertThat(this.client.runningGroups()).containsExactlyInAnyOrder("a-dlt", "b-dlt", "both");
			assertThat(this.client.consumerOf("both").options.subscriptions()).containsOnlyKeys("%DLQ%a", "%DLQ%b");
		});
	}

	@Test
	void aMethodThatCanHaveNoDeadLettersFailsTheStart() {
		this.runner.withBean(OfNobody.class)
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("OfNobody.dead"));
	}

	record Order(String id) {
	}

	static class WithDeadLetters {

		final List<Map<String, Object>> headers = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing")
		void on(Order order) {
		}

		@DltListener
		void dead(byte[] body, @Headers Map<String, Object> headers) {
			this.headers.add(headers);
		}

	}

	static class OfTwo {

		@DltListener(of = "${groups}")
		void each(String text) {
		}

		@DltListener(of = { "a", "b" }, group = "both")
		void both(String text) {
		}

	}

	static class OfNobody {

		@DltListener
		void dead(String text) {
		}

	}

}
