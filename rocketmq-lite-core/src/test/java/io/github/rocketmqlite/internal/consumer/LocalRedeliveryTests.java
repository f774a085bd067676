package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When failed messages of a broadcasting group go back to their buffer, on a clock turned
 * by hand.
 */
class LocalRedeliveryTests {

	private final ManualTimer timer = new ManualTimer();

	private final QueueBuffer buffer = new QueueBuffer(TestMessage.QUEUE, 10, new ByteBudget(1_000_000));

	private final LocalRedelivery redelivery = new LocalRedelivery(PushConsumerOptions.builder("billing")
		.subscribe("orders", Filter.all())
		.messageModel(MessageModel.BROADCASTING)
		.maxReconsumeTimes(2)
		.build(), this.timer);

	@BeforeEach
	void takeAMessage() {
		this.buffer.add(List.of(TestMessage.at(0)), 1);
		assertThat(this.buffer.take(1)).isNotNull();
	}

	@Test
	void waitsLongerWithEachFailureAndThenGivesUp() {
		CompletableFuture<Boolean> first = fail();
		this.timer.advance(Duration.ofMillis(999));
		assertThat(first).isNotDone();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(first).isCompletedWithValue(false);
		CompletableFuture<Boolean> second = fail();
		this.timer.advance(Duration.ofMillis(1999));
		assertThat(second).isNotDone();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(second).isCompletedWithValue(false);
		assertThat(fail()).isCompletedWithValue(true);
	}

	@Test
	void aQueueThatIsGivenUpDoesNotWaitForFailedMessages() {
		fail();
		this.timer.advance(Duration.ofSeconds(1));
		CompletableFuture<Boolean> failed = fail();
		this.timer.advance(Duration.ofMillis(300));
		assertThat(failed).isNotDone();
		this.buffer.close();
		this.timer.advance(Duration.ofMillis(200));
		assertThat(failed).isCompletedWithValue(false);
		// the offset stays before it
		assertThat(this.buffer.commitOffset()).isZero();
	}

	private CompletableFuture<Boolean> fail() {
		return this.redelivery.forward(this.buffer, TestMessage.at(0), ConsumeOutcome.RETRY);
	}

}
