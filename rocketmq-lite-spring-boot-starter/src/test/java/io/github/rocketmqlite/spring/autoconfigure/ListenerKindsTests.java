package io.github.rocketmqlite.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.fakes.FakePushConsumer;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.BatchListenerFailedException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that take batches, end later, keep an order or get everything.
 */
class ListenerKindsTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client);

	@Test
	void aBatchIsHandedOverAsOneListAndIsDoneAsAWhole() {
		this.runner.withBean(Payloads.class).run((context) -> {
			FakePushConsumer consumer = this.client.consumerOf("billing");
			assertThat(consumer.options.handling().batchSize()).isEqualTo(5);
			assertThat(consumer.deliverAll(order("1"), order("2"))).containsOnly(ConsumeOutcome.SUCCESS).hasSize(2);
			assertThat(context.getBean(Payloads.class).seen).containsExactly(List.of(new Order("1"), new Order("2")));
		});
	}

	@Test
	void ofABatchThatFailsAtOneMessageOnlyThatAndTheRestComeAgain() {
		this.runner.withBean(FailingAtTheThird.class)
			.run((context) -> assertThat(
					this.client.consumerOf("billing").deliverAll(order("1"), order("2"), order("3"), order("4")))
				.containsExactly(ConsumeOutcome.SUCCESS, ConsumeOutcome.SUCCESS, ConsumeOutcome.RETRY,
						ConsumeOutcome.RETRY));
	}

	@Test
	void aBatchListenerMayDecideAboutEachMessage() {
		this.runner.withBean(Deciding.class)
			.run((context) -> assertThat(
					this.client.consumerOf("billing").deliverAll(order("1"), order("bad"), order("3")))
				.containsExactly(ConsumeOutcome.SUCCESS, ConsumeOutcome.DEAD_LETTER, ConsumeOutcome.SUCCESS));
	}

	@Test
	void aBatchThatFailsComesAgainAsAWhole() {
		this.runner.withBean(Failing.class)
			.run((context) -> assertThat(this.client.consumerOf("billing").deliverAll(order("1"), order("2")))
				.containsOnly(ConsumeOutcome.RETRY));
	}

	@Test
	void aMessageThatCannotBeReadDoesNotSpoilItsBatch() {
		this.runner.withBean(Payloads.class).run((context) -> {
			assertThat(this.client.consumerOf("billing")
				.deliverAll(order("1"), new FakeReceivedMessage("no json"), order("3")))
				.containsExactly(ConsumeOutcome.SUCCESS, ConsumeOutcome.DEAD_LETTER, ConsumeOutcome.SUCCESS);
			assertThat(context.getBean(Payloads.class).seen).containsExactly(List.of(new Order("1"), new Order("3")));
		});
	}

	@Test
	void aSingleListenerMayShareAGroupWithABatchListener() {
		this.runner.withBean(Mixed.class).run((context) -> {
			List<ConsumeOutcome> outcomes = this.client.consumerOf("billing")
				.deliverAll(order("1"), new FakeReceivedMessage("x").topic("payments"), order("3"));
			assertThat(outcomes).containsOnly(ConsumeOutcome.SUCCESS).hasSize(3);
			assertThat(context.getBean(Mixed.class).seen).containsExactly("x", "2 orders");
		});
	}

	@Test
	void aMethodThatReturnsAFutureIsDoneWhenTheFutureIs() {
		this.runner.withBean(Later.class).run((context) -> {
			FakePushConsumer consumer = this.client.consumerOf("billing");
			assertThat(consumer.deliver(new FakeReceivedMessage("fine"))).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(consumer.deliver(new FakeReceivedMessage("retry"))).isEqualTo(ConsumeOutcome.retryAtLevel(3));
			assertThat(consumer.deliver(new FakeReceivedMessage("fail"))).isEqualTo(ConsumeOutcome.RETRY);
			assertThat(consumer.deliver(new FakeReceivedMessage("throw"))).isEqualTo(ConsumeOutcome.RETRY);
		});
	}

	@Test
	void orderAndModelReachTheConsumer() {
		this.runner.withBean(OrderedAndBroadcasting.class).run((context) -> {
			PushConsumerOptions ordered = this.client.consumerOf("ordered").options;
			assertThat(ordered.handling().ordered()).isTrue();
			assertThat(ordered.assignment().model()).isEqualTo(MessageModel.CLUSTERING);
			assertThat(this.client.consumerOf("all").options.assignment().model()).isEqualTo(MessageModel.BROADCASTING);
		});
	}

	@Test
	void orderByKeyIsAnAttributeThatAPropertyOverrides() {
		this.runner.withBean(OrderedAndBroadcasting.class)
			.withBean(OrderedByKey.class)
			.withPropertyValues("rocketmq-lite.listeners.plain.ordered-by-key=true")
			.run((context) -> {
				assertThat(this.client.consumerOf("ordered").options.handling().orderedByKey()).isFalse();
				assertThat(this.client.consumerOf("keyed").options.handling()).satisfies((handling) -> {
					assertThat(handling.orderedByKey()).isTrue();
					assertThat(handling.ordered()).as("implied").isTrue();
				});
				assertThat(this.client.consumerOf("plain").options.handling().orderedByKey()).isTrue();
			});
	}

	@Test
	void aSelectorMayBeACondition() {
		this.runner.withBean(Conditional.class)
			.withPropertyValues("rocketmq-lite.listeners.changed.selector=amount > 7",
					"rocketmq-lite.listeners.changed.selector-type=sql92")
			.run((context) -> {
				assertThat(this.client.consumerOf("billing").options.subscriptions())
					.containsExactlyEntriesOf(Map.of("orders", Filter.sql("amount > 5")));
				assertThat(this.client.consumerOf("changed").options.subscriptions())
					.containsExactlyEntriesOf(Map.of("orders", Filter.sql("amount > 7")));
			});
	}

	@Test
	void aBatchMethodThatTakesSomethingElseFailsTheStart() {
		this.runner.withBean(NoList.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("NoList")
				.hasStackTraceContaining("must have one parameter, a List");
		});
	}

	private static ReceivedMessage order(String id) {
		return new FakeReceivedMessage("{\"id\":\"" + id + "\"}");
	}

	record Order(String id) {
	}

	static class Payloads {

		final List<List<Order>> seen = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing", batch = "true", batchSize = "5")
		void on(List<Order> orders) {
			this.seen.add(orders);
		}

	}

	static class FailingAtTheThird {

		@RocketListener(topics = "orders", group = "billing", batch = "true")
		void on(List<Message<Order>> orders) {
			throw new BatchListenerFailedException("third", 2, new IllegalStateException("on purpose"));
		}

	}

	static class Deciding {

		@RocketListener(topics = "orders", group = "billing", batch = "true")
		List<ConsumeOutcome> on(List<Message<Order>> orders) {
			return orders.stream()
				.map((order) -> order.getPayload().id().equals("bad") ? ConsumeOutcome.DEAD_LETTER
						: ConsumeOutcome.SUCCESS)
				.toList();
		}

	}

	static class Failing {

		@RocketListener(topics = "orders", group = "billing", batch = "true")
		void on(List<ReceivedMessage> orders) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class Mixed {

		final List<String> seen = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing", batch = "true")
		void orders(List<Order> orders) {
			this.seen.add(orders.size() + " orders");
		}

		@RocketListener(topics = "payments", group = "billing")
		void payment(String text) {
			this.seen.add(text);
		}

	}

	static class Later {

		@RocketListener(topics = "orders", group = "billing")
		CompletableFuture<Object> on(String text) {
			return switch (text) {
				case "fine" -> CompletableFuture.completedFuture("some value");
				case "retry" -> CompletableFuture.completedFuture(ConsumeOutcome.retryAtLevel(3));
				case "fail" -> CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
				default -> throw new IllegalStateException("on purpose");
			};
		}

	}

	static class OrderedByKey {

		@RocketListener(topics = "orders", group = "keyed", orderedByKey = "true")
		void keyed(String text) {
		}

		@RocketListener(topics = "orders", group = "plain", id = "plain", orderedByKey = "false")
		void plain(String text) {
		}

	}

	static class OrderedAndBroadcasting {

		@RocketListener(topics = "orders", group = "ordered", ordered = "true")
		void ordered(String text) {
		}

		@RocketListener(topics = "orders", group = "all", messageModel = "broadcasting")
		void all(String text) {
		}

	}

	static class Conditional {

		@RocketListener(topics = "orders", group = "billing", selector = "amount > 5", selectorType = "sql92")
		void on(String text) {
		}

		@RocketListener(id = "changed", topics = "orders", group = "changed")
		void changed(String text) {
		}

	}

	static class NoList {

		@RocketListener(topics = "orders", group = "billing", batch = "true")
		void on(String text) {
		}

	}

}
