package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PoisonHandler;
import io.github.rocketmqlite.consumer.PullTuning;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse.Status;
import io.github.rocketmqlite.internal.codec.command.QueryOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.SearchOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.UpdateOffsetRequest;
import io.github.rocketmqlite.internal.offset.BrokerOffsetStore;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A queue from the moment it is gained until it is given up, on a clock turned by hand.
 */
class QueueConsumptionTests {

	private static final MessageQueue QUEUE = TestMessage.QUEUE;

	private final ManualTimer timer = new ManualTimer();

	private final FakeCluster cluster = new FakeCluster();

	private final RecordingDispatcher dispatcher = new RecordingDispatcher();

	private final ByteBudget budget = new ByteBudget(1_000_000);

	private final AtomicBoolean paused = new AtomicBoolean();

	private Instant appearedAfter;

	private Duration requestTimeout = Duration.ofSeconds(3);

	private PushConsumerOptions options = PushConsumerOptions.builder("billing")
		.subscribe("orders", Filter.tags("created"))
		.startPosition(StartPosition.FIRST)
		.maxCachedMessagesPerQueue(100)
		.build();

	@Test
	void readsTheOffsetAtTheEndOfTheSettleTime() {
		this.cluster.committed.put(QUEUE, 3L);
		gain(QueueAssignment.SETTLE_TIME);
		this.timer.advance(QueueAssignment.SETTLE_TIME.minusMillis(1));
		assertThat(this.cluster.requests(QueryOffsetRequest.class)).isEmpty();
		this.cluster.committed.put(QUEUE, 7L);
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.cluster.pulledOffsets()).containsExactly(7L);
	}

	@Test
	void neverPullsFromAGuess() {
		this.cluster.failing.add(QueryOffsetRequest.class);
		gain(Duration.ZERO);
		this.timer.advance(Duration.ofSeconds(20));
		assertThat(this.cluster.requests(QueryOffsetRequest.class).size()).isBetween(7, 40);
		assertThat(this.cluster.pulls).isEmpty();
		this.cluster.failing.clear();
		this.cluster.committed.put(QUEUE, 9L);
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(this.cluster.pulledOffsets()).containsExactly(9L);
	}

	@Test
	void doesNotTakeAnUnknownEndOfTheQueueForItsBeginning() {
		this.options = PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.all())
			.startPosition(StartPosition.LAST)
			.build();
		this.cluster.failing.add(MaxOffsetRequest.class);
		gain(Duration.ZERO);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.pulls).isEmpty();
		this.cluster.failing.clear();
		this.cluster.maxOffsets.put(QUEUE, 40L);
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(this.cluster.pulledOffsets()).containsExactly(40L);
		assertThat(this.cluster.committed).containsEntry(QUEUE, 40L);
	}

	@Test
	void beginsAtTheOldestMessageWhenTheGroupHasNoOffset() {
		gain(Duration.ZERO);
		assertThat(this.cluster.pulledOffsets()).containsExactly(5L);
	}

	@Test
	void beginsWhereAQueueThatCameLaterWasNotThereYet() {
		this.options = PushConsumerOptions.builder("billing").subscribe("orders", Filter.all()).build();
		this.cluster.maxOffsets.put(QUEUE, 40L);
		this.cluster.searchedOffset = 2;
		this.appearedAfter = Instant.ofEpochSecond(1000);
		gain(Duration.ZERO);
		assertThat(this.cluster.pulledOffsets()).containsExactly(2L);
		assertThat(this.cluster.requests(SearchOffsetRequest.class)).singleElement()
			.extracting(SearchOffsetRequest::timestamp)
			.isEqualTo(1_000_000L);
	}

	@Test
	void beginsARetryTopicAtItsBeginning() {
		MessageQueue retry = new MessageQueue("%RETRY%billing", "broker-a", 0);
		this.cluster.maxOffsets.put(retry, 40L);
		AssignedQueues queues = queues();
		queues.update(retry.topic(), Set.of(retry), Duration.ZERO);
		this.timer.runDue();
		assertThat(this.cluster.pulledOffsets()).containsExactly(0L);
	}

	@Test
	void pullsOnBeforeMessagesAreHandled() {
		gain(Duration.ZERO);
		answer(PullAnswers.found(8, created(5), created(7)));
		assertThat(this.cluster.pulledOffsets()).containsExactly(5L, 8L);
		assertThat(this.dispatcher.handleAll()).containsExactly(5L, 7L);
	}

	@Test
	void passesMessagesWithOtherTags() {
		gain(Duration.ZERO);
		answer(PullAnswers.found(8, PullAnswers.message(QUEUE, 5, "paid"), PullAnswers.message(QUEUE, 6, "paid")));
		assertThat(this.dispatcher.handleAll()).isEmpty();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.committed).containsEntry(QUEUE, 8L);
	}

	@Test
	void deliversTheNeighboursOfADamagedMessage() {
		gain(Duration.ZERO);
		answer(PullAnswers.found(8, created(5), PullAnswers.damaged(QUEUE, 6), created(7)));
		assertThat(this.dispatcher.handleAll()).containsExactly(5L, 6L, 7L);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.committed).containsEntry(QUEUE, 8L);
	}

	@Test
	void goesOnAfterAnErrorInTheAnswerOfAPull() {
		gain(Duration.ZERO);
		this.cluster.pull(0).answer().completeExceptionally(new OutOfMemoryError("thrown by a test"));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.pulledOffsets()).containsExactly(5L, 5L);
	}

	@Test
	void goesOnWhenHandlingAnAnswerFails() {
		gain(Duration.ZERO);
		answer(new PullMessageResponse(Status.FOUND, 8, 0, 8, 0, nullBatch()));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.pulledOffsets()).containsExactly(5L, 5L);
	}

	@Test
	void sendsAHeartbeatWhenTheBrokerDoesNotKnowTheSubscription() {
		gain(Duration.ZERO);
		this.cluster.pull(0).answer().completeExceptionally(new BrokerException(25, "not latest", "127.0.0.1:10911"));
		assertThat(this.cluster.events).contains("heartbeat");
		this.timer.advance(Duration.ofMillis(100));
		assertThat(this.cluster.pulledOffsets()).containsExactly(5L, 5L);
	}

	@Test
	void asksAnotherReplicaWhenTheMasterIsAwayAndReturnsWhenTold() {
		gain(Duration.ZERO);
		this.cluster.pull(0).answer().completeExceptionally(FakeCluster.connectionLost());
		this.timer.advance(Duration.ofMillis(100));
		assertThat(this.cluster.pull(0).brokerId()).isEqualTo(1);
		assertThat(this.cluster.events).contains("refresh orders");
		answer(PullAnswers.found(6, created(5)));
		assertThat(this.cluster.pull(0).brokerId()).isZero();
	}

	@Test
	void returnsToTheMasterWhenASlaveServesNoReaders() {
		gain(Duration.ZERO);
		this.cluster.pull(0).answer().completeExceptionally(FakeCluster.connectionLost());
		this.timer.advance(Duration.ofMillis(100));
		assertThat(this.cluster.pull(0).brokerId()).isEqualTo(1);
		this.cluster.pull(0).answer().completeExceptionally(new BrokerException(2, "[REJECTREQUEST]", "slave:10911"));
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(this.cluster.pull(0).brokerId()).isZero();
	}

	@Test
	void commitsAgainWhatALostMasterMayHaveForgotten() {
		this.cluster.committed.put(QUEUE, 9L);
		gain(Duration.ZERO);
		this.cluster.pull(0).answer().completeExceptionally(FakeCluster.connectionLost());
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.requests(UpdateOffsetRequest.class)).extracting(UpdateOffsetRequest::offset)
			.containsExactly(9L);
	}

	@Test
	void asksForLessAfterAnAnswerThatMakesNoSense() {
		gain(Duration.ZERO);
		this.cluster.pull(0)
			.answer()
			.completeExceptionally(new ProtocolException("frame of 17 MiB", Outcome.UNKNOWN, null));
		this.timer.advance(Duration.ofMillis(100));
		assertThat(this.cluster.pull(0).request().maxMessages()).isEqualTo(16);
	}

	@Test
	void doesNotHurryAgainstAnEndlessEmptyAnswer() {
		gain(Duration.ZERO);
		for (int i = 0; i < 50; i++) {
			if (!this.cluster.pull(0).answer().isDone()) {
				answer(PullAnswers.without(Status.NO_MATCHED_MESSAGE, 5));
			}
			this.timer.advance(Duration.ofMillis(10));
		}
		assertThat(this.cluster.pulls).hasSizeBetween(5, 6);
	}

	@Test
	void stopsPullingAtTheLimitOfAQueueAndGoesOnBelowIt() {
		this.options = PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.all())
			.startPosition(StartPosition.FIRST)
			.maxCachedMessagesPerQueue(50)
			.build();
		gain(Duration.ZERO);
		answer(pulled(32));
		assertThat(this.cluster.pull(0).request().maxMessages()).isEqualTo(18);
		answer(pulled(18));
		assertThat(this.cluster.pulls).hasSize(2);
		this.dispatcher.handleAll();
		assertThat(this.cluster.pulls).hasSize(3);
	}

	@Test
	void stopsPullingWhenTheBytesOfTheClientAreUsedUp() {
		gain(Duration.ZERO);
		assertThat(this.budget.tryAdd(1_000_000)).isTrue();
		answer(pulled(1));
		assertThat(this.cluster.pulls).hasSize(1);
		this.budget.release(1_000_000);
		assertThat(this.cluster.pulls).hasSize(2);
	}

	@Test
	void anAnswerThatDoesNotFitAnyMoreIsPulledAgainWhenItDoes() {
		gain(Duration.ZERO);
		assertThat(this.budget.tryAdd(999_999)).isTrue();
		answer(pulled(3));
		assertThat(this.dispatcher.takeAll()).isEmpty();
		assertThat(this.budget.used()).isEqualTo(999_999);
		assertThat(this.cluster.pulls).hasSize(1);
		this.budget.release(999_999);
		assertThat(this.cluster.pulledOffsets()).containsExactly(5L, 5L);
		answer(pulled(3));
		assertThat(this.dispatcher.handleAll()).containsExactly(5L, 6L, 7L);
	}

	@Test
	void pullsAsItsTuningSays() {
		this.options = PushConsumerOptions.builder("billing")
			.subscribe("orders", Filter.tags("created"))
			.startPosition(StartPosition.FIRST)
			.pulling(PullTuning.DEFAULT.withBrokerWait(Duration.ofSeconds(2))
				.withTimeout(Duration.ofSeconds(500))
				.withInterval(Duration.ofSeconds(3))
				.withFilterInPulls(true))
			.build();
		gain(Duration.ZERO);
		FakeCluster.Pull pull = this.cluster.pull(0);
		assertThat(pull.request().suspendMillis()).isEqualTo(2000);
		assertThat(pull.request().expression()).isEqualTo("created");
		assertThat(pull.deadline().nanos()).isBetween(Duration.ofSeconds(300).toNanos(),
				Duration.ofSeconds(500).toNanos());
		answer(pulled(1));
		this.timer.advance(Duration.ofMillis(2999));
		assertThat(this.cluster.pulls).hasSize(1);
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.cluster.pulls).hasSize(2);
	}

	@Test
	void tuningThatMakesNoSenseIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> PullTuning.DEFAULT.withTimeout(Duration.ofSeconds(15)))
			.withMessageContaining("'timeout'");
		assertThatIllegalArgumentException().isThrownBy(() -> PullTuning.DEFAULT.withInterval(Duration.ofMillis(-1)))
			.withMessageContaining("'interval'");
	}

	@Test
	void pullsNothingWhilePaused() {
		AssignedQueues queues = gain(Duration.ZERO);
		this.paused.set(true);
		answer(pulled(1));
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(this.cluster.pulls).hasSize(1);
		this.paused.set(false);
		queues.wakeAll();
		assertThat(this.cluster.pulls).hasSize(2);
	}

	@Test
	void goesToTheOffsetTheBrokerNamesEvenBackwards() {
		this.cluster.committed.put(QUEUE, 50L);
		gain(Duration.ZERO);
		answer(PullAnswers.found(52, created(50), created(51)));
		RecordingDispatcher.Held old = this.dispatcher.takeAll().get(0);
		answer(PullAnswers.without(Status.OFFSET_MOVED, 20));
		this.timer.runDue();
		assertThat(this.cluster.pull(0).request().queueOffset()).isEqualTo(20);
		assertThat(this.cluster.committed).containsEntry(QUEUE, 20L);
		old.finish();
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(this.cluster.committed).containsEntry(QUEUE, 20L);
	}

	@Test
	void waitsForRunningListenersAndCommitsBeforeItReleasesAQueue() {
		AssignedQueues queues = gain(Duration.ZERO);
		answer(PullAnswers.found(8, created(5), created(6), created(7)));
		Slice running = taken(2);
		lose(queues);
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(queues.all()).hasSize(1);
		assertThat(queues.owned()).isEmpty();
		queues.all().iterator().next().buffer().finish(running, 0, 0b11, 0);
		this.timer.runDue();
		assertThat(queues.all()).isEmpty();
		assertThat(this.cluster.committed).containsEntry(QUEUE, 7L);
		assertThat(this.cluster.events).endsWith("commit 0 at 7");
	}

	@Test
	void neverCommitsAfterTheReleaseOfAQueue() {
		AssignedQueues queues = gain(Duration.ZERO);
		answer(PullAnswers.found(8, created(5), created(6)));
		RecordingDispatcher.Held late = this.dispatcher.takeAll().get(0);
		lose(queues);
		this.timer.advance(this.options.drainTimeout());
		assertThat(queues.all()).isEmpty();
		int commits = this.cluster.requests(UpdateOffsetRequest.class).size();
		late.finish();
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.requests(UpdateOffsetRequest.class)).hasSize(commits);
		assertThat(this.cluster.committed).containsEntry(QUEUE, 5L);
	}

	@Test
	void ignoresTheAnswerOfAPullOfAnOldEpoch() {
		AssignedQueues queues = gain(Duration.ZERO);
		FakeCluster.Pull old = this.cluster.pull(0);
		lose(queues);
		queues.update("orders", Set.of(QUEUE), Duration.ZERO);
		this.timer.runDue();
		old.answer().complete(PullAnswers.found(6, created(5)));
		assertThat(this.dispatcher.handleAll()).isEmpty();
	}

	@Test
	void takesAQueueBackOnlyAfterItWasReleased() {
		AtomicBoolean regained = new AtomicBoolean();
		AssignedQueues queues = new AssignedQueues(resources(), (queue) -> this.appearedAfter,
				() -> regained.set(true));
		queues.update("orders", Set.of(QUEUE), Duration.ZERO);
		this.timer.runDue();
		answer(PullAnswers.found(8, created(5)));
		RecordingDispatcher.Held running = this.dispatcher.takeAll().get(0);
		lose(queues);
		queues.update("orders", Set.of(QUEUE), Duration.ZERO);
		this.timer.runDue();
		assertThat(this.cluster.requests(QueryOffsetRequest.class)).hasSize(1);
		running.finish();
		this.timer.runDue();
		assertThat(regained).isTrue();
		queues.update("orders", Set.of(QUEUE), Duration.ZERO);
		this.timer.runDue();
		assertThat(this.cluster.pull(0).request().queueOffset()).isEqualTo(8);
	}

	@Test
	void givesUpAQueueThatIsStillBeingPreparedWithoutATrace() {
		AssignedQueues queues = gain(QueueAssignment.SETTLE_TIME);
		lose(queues);
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(this.cluster.requests).isEmpty();
		assertThat(this.cluster.pulls).isEmpty();
		assertThat(queues.all()).isEmpty();
	}

	@Test
	void closesInBoundedTimeAlthoughTheBrokerIsGone() {
		this.requestTimeout = Duration.ofMillis(100);
		AssignedQueues queues = gain(Duration.ZERO);
		answer(PullAnswers.found(8, created(5)));
		this.dispatcher.takeAll();
		this.cluster.failing.add(UpdateOffsetRequest.class);
		CompletableFuture<?> closed = queues.close(Duration.ofSeconds(2));
		this.timer.advance(Duration.ofMillis(1999));
		assertThat(closed).isNotDone();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(closed).isCompleted();
	}

	private Slice taken(int count) {
		return Objects.requireNonNull(this.dispatcher.first().take(count));
	}

	private AssignedQueues gain(Duration settleTime) {
		AssignedQueues queues = queues();
		queues.update("orders", Set.of(QUEUE), settleTime);
		this.timer.runDue();
		return queues;
	}

	private void lose(AssignedQueues queues) {
		queues.update("orders", Set.of(), Duration.ZERO);
		this.timer.runDue();
	}

	private void answer(PullMessageResponse response) {
		this.cluster.pull(0).answer().complete(response);
	}

	private PullMessageResponse pulled(int count) {
		long from = this.cluster.pull(0).request().queueOffset();
		byte[][] messages = new byte[count][];
		for (int i = 0; i < count; i++) {
			messages[i] = created(from + i);
		}
		return PullAnswers.found(from + count, messages);
	}

	private static byte[] created(long offset) {
		return PullAnswers.message(QUEUE, offset, "created");
	}

	@SuppressWarnings("NullAway") // a broken answer on purpose
	private static MessageBatch nullBatch() {
		return null;
	}

	private AssignedQueues queues() {
		return new AssignedQueues(resources(), (queue) -> this.appearedAfter, () -> {
		});
	}

	private QueueResources resources() {
		BrokerOffsetStore offsets = new BrokerOffsetStore("billing", this.cluster, this.timer, this.requestTimeout,
				this.options.commitInterval());
		return new QueueResources(this.cluster, this.timer, this.budget, this.dispatcher, offsets,
				Subscriptions.of(this.options, 1), this.options, this.requestTimeout, this.paused::get,
				new TopicBudgets(this.budget, this.options.cacheLimits()),
				new PoisonMessages("billing", PoisonHandler.deadLetter()), null, new ConsumeStats(System::nanoTime));
	}

}
