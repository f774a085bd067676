package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.AssignmentListener;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.IllegalOffsetPolicy;
import io.github.rocketmqlite.consumer.PoisonHandler;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse.Status;
import io.github.rocketmqlite.internal.offset.BrokerOffsetStore;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of a queue whose offset the broker does not have.
 */
class IllegalOffsetTests {

	private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 0);

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final ManualTimer timer = new ManualTimer();

	private final FakeCluster cluster = new FakeCluster();

	private final List<String> events = new ArrayList<>();

	@Test
	void goesToTheNearestOffsetUnlessToldOtherwise() {
		consume(IllegalOffsetPolicy.NEAREST);
		answer(100, 200, 100);
		assertThat(pulledOffset()).isEqualTo(100);
		assertThat(this.events).containsExactly("moved from 50 to 100");
		assertThat(this.cluster.committed).containsEntry(QUEUE, 100L);
	}

	@Test
	void goesToTheFirstOffset() {
		consume(IllegalOffsetPolicy.FIRST);
		answer(10, 20, 20);
		assertThat(pulledOffset()).isEqualTo(10);
	}

	@Test
	void goesToTheLastOffset() {
		consume(IllegalOffsetPolicy.LAST);
		answer(100, 200, 100);
		assertThat(pulledOffset()).isEqualTo(200);
	}

	@Test
	void restsUntilTheApplicationSeeks() {
		AssignedQueues queues = consume(IllegalOffsetPolicy.STOP);
		answer(100, 200, 100);
		this.timer.advance(Duration.ofMinutes(5));
		assertThat(this.cluster.pulls).hasSize(1);
		assertThat(this.cluster.committed).containsEntry(QUEUE, 50L);
		assertThat(this.events).containsExactly("moved from 50 to 50");
		assertThat(queues.owned()).containsExactly(QUEUE);
		queues.seek(QUEUE, 150);
		this.timer.runDue();
		assertThat(pulledOffset()).isEqualTo(150);
		assertThat(this.cluster.committed).containsEntry(QUEUE, 150L);
	}

	@Test
	void aResetByAnOperatorIsFollowedWhateverThePolicy() {
		consume(IllegalOffsetPolicy.STOP);
		answer(0, 200, 7);
		assertThat(pulledOffset()).isEqualTo(7);
		assertThat(this.cluster.committed).containsEntry(QUEUE, 7L);
	}

	@Test
	void aSeekInAQueueThatIsLostMeanwhileFails() {
		AssignedQueues queues = consume(IllegalOffsetPolicy.STOP);
		CompletableFuture<?> seeking = queues.seek(QUEUE, 150);
		queues.update("orders", Set.of(), Duration.ZERO);
		this.timer.runDue();
		assertThat(seeking).isCompletedExceptionally();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(seeking::join)
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("given up")
			.withMessageContaining("150");
		assertThat(this.cluster.committed).containsEntry(QUEUE, 50L);
	}

	@Test
	void ofTwoSeeksTheLastOneCounts() {
		AssignedQueues queues = consume(IllegalOffsetPolicy.STOP);
		CompletableFuture<?> first = queues.seek(QUEUE, 150);
		CompletableFuture<?> second = queues.seek(QUEUE, 60);
		this.timer.runDue();
		assertThat(first).isCompleted();
		assertThat(second).isCompleted();
		assertThat(pulledOffset()).isEqualTo(60);
		assertThat(this.cluster.committed).containsEntry(QUEUE, 60L);
	}

	private long pulledOffset() {
		return this.cluster.pull(0).request().queueOffset();
	}

	private void answer(long min, long max, long next) {
		this.cluster.pull(0)
			.answer()
			.complete(new PullMessageResponse(Status.OFFSET_MOVED, next, min, max, 0,
					MessageBatch.decode(new byte[0], "broker-a")));
		this.timer.runDue();
	}

	private AssignedQueues consume(IllegalOffsetPolicy policy) {
		PushConsumerOptions options = PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.all())
			.illegalOffset(policy)
			.build();
		BrokerOffsetStore offsets = new BrokerOffsetStore("billing", this.cluster, this.timer, TIMEOUT,
				options.commitInterval());
		AssignedQueues queues = new AssignedQueues(new QueueResources(this.cluster, this.timer,
				new ByteBudget(1_000_000), new RecordingDispatcher(), offsets, Subscriptions.of(options, 1), options,
				TIMEOUT, () -> false, new TopicBudgets(new ByteBudget(1_000_000), options.cacheLimits()),
				new PoisonMessages("billing", PoisonHandler.deadLetter()), null, new ConsumeStats(System::nanoTime)),
				(queue) -> null, () -> {
				});
		queues.tell(new AssignmentEvents(new AssignmentListener() {

			@Override
			public void onOffsetMoved(MessageQueue queue, long from, long to) {
				IllegalOffsetTests.this.events.add("moved from " + from + " to " + to);
			}

		}, Runnable::run));
		this.cluster.committed.put(QUEUE, 50L);
		queues.update("orders", Set.of(QUEUE), Duration.ZERO);
		this.timer.runDue();
		return queues;
	}

}
