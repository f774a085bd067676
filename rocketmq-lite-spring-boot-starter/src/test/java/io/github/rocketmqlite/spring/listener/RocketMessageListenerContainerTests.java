package io.github.rocketmqlite.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.fakes.FakePushConsumer;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.ProcessObserver.Processed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class RocketMessageListenerContainerTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final List<Processed> observed = new ArrayList<>();

	@Test
	void everyStartMakesANewConsumer() {
		RocketMessageListenerContainer container = container((message) -> ConsumeOutcome.SUCCESS);
		for (int round = 1; round <= 3; round++) {
			container.start();
			container.start();
			assertThat(container.isRunning()).isTrue();
			assertThat(this.client.consumers).hasSize(round);
			container.stop();
			container.stop();
			assertThat(container.isRunning()).isFalse();
			assertThat(this.client.runningGroups()).isEmpty();
		}
	}

	@Test
	void pausesAndResumesTheRunningConsumer() {
		RocketMessageListenerContainer container = container((message) -> ConsumeOutcome.SUCCESS);
		container.pause();
		assertThat(container.isPaused()).isFalse();
		container.start();
		container.pause();
		assertThat(container.isPaused()).isTrue();
		assertThat(this.client.consumerOf("billing").isPaused()).isTrue();
		container.resume();
		assertThat(container.isPaused()).isFalse();
	}

	@Test
	void aStoppedContainerHoldsNothing() {
		RocketMessageListenerContainer container = container((message) -> ConsumeOutcome.SUCCESS);
		assertThat(container.getCachedMessages()).isZero();
		container.start();
		assertThat(container.getCachedMessages()).isEqualTo(3);
		assertThat(container.getCachedBytes()).isEqualTo(300);
		assertThat(container.getAssignedQueues()).isEqualTo(2);
		container.stop();
		assertThat(container.getAssignedQueues()).isZero();
	}

	@Test
	void saysWhichListenerDidNotStartAndWhy() {
		this.client.consumerFailure = new RocketConnectionException("127.0.0.1:9876 refused", Outcome.NOT_SENT, null);
		RocketMessageListenerContainer container = container((message) -> ConsumeOutcome.SUCCESS);
		assertThatIllegalStateException().isThrownBy(container::start)
			.withMessageContaining("billing-listener")
			.withMessageContaining("billing")
			.withMessageContaining("orders")
			.withMessageContaining("127.0.0.1:9876 refused")
			.withCause(this.client.consumerFailure);
		assertThat(container.isRunning()).isFalse();
	}

	@Test
	void passesOnWhatTheListenerDecides() throws Exception {
		assertThat(deliver((message) -> ConsumeOutcome.retryAtLevel(5))).isEqualTo(ConsumeOutcome.retryAtLevel(5));
		assertThat(this.observed).singleElement().satisfies((processed) -> {
			assertThat(processed.outcome().kind()).isEqualTo(ConsumeOutcome.Kind.RETRY);
			assertThat(processed.error()).isNull();
			assertThat(processed.elapsed()).isPositive();
		});
	}

	@Test
	void aFailingListenerGetsTheMessageAgain() throws Exception {
		assertThat(deliver((message) -> {
			throw new IllegalArgumentException("no");
		})).isEqualTo(ConsumeOutcome.RETRY);
		assertThat(this.observed).singleElement()
			.satisfies((processed) -> assertThat(processed.error()).hasMessage("no"));
	}

	@Test
	void saysThatAMessageIsGivenUpAfterItsLastDeliveryAndNotBefore(CapturedOutput output) throws Exception {
		RocketMessageListenerContainer container = container((message) -> {
			throw new IllegalStateException("no");
		});
		container.start();
		FakePushConsumer consumer = this.client.consumerOf("billing");
		consumer.deliver(new FakeReceivedMessage("{}").reconsumeTimes(15));
		assertThat(output).contains("delivery 16").doesNotContain("is given up");
		consumer.deliver(new FakeReceivedMessage("{}").reconsumeTimes(16));
		assertThat(output).containsPattern(
				"ERROR.*of topic 'orders' is given up, because listener 'billing-listener' failed on its last delivery, 17");
	}

	@Test
	void anUnreadableMessageGoesToTheDeadLetterTopic() throws Exception {
		assertThat(deliver((message) -> {
			throw new UnreadableMessageException("no order", new IllegalArgumentException());
		})).isEqualTo(ConsumeOutcome.DEAD_LETTER);
	}

	@Test
	void anInterruptedListenerKeepsItsFlag() throws Exception {
		assertThat(deliver((message) -> {
			throw new InterruptedException();
		})).isEqualTo(ConsumeOutcome.RETRY);
		assertThat(Thread.interrupted()).isTrue();
	}

	private ConsumeOutcome deliver(MessageListener listener) throws Exception {
		RocketMessageListenerContainer container = container(listener);
		container.start();
		FakePushConsumer consumer = this.client.consumerOf("billing");
		return consumer.deliver(new FakeReceivedMessage("{}"));
	}

	private RocketMessageListenerContainer container(MessageListener listener) {
		PushConsumerOptions options = PushConsumerOptions.builder("billing").subscribe("orders", Filter.all()).build();
		ContainerListeners listeners = new ContainerListeners(List.of(new ContainerListener("billing-listener",
				Set.of("orders"), Filter.all(), ListenerHandler.of(listener), "Billing.on")));
		return new RocketMessageListenerContainer(this.client,
				new RocketContainerProperties(listeners, options, true, StartupFailurePolicy.FAIL,
						FailureHandling.of(new DefaultRocketErrorHandler()), List.of(),
						List.of((container, message, processed) -> this.observed.add(processed))));
	}

}
