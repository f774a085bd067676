package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PoisonHandler;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.command.LockQueuesRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.offset.BrokerOffsetStore;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An ordered queue and its lock, on a clock turned by hand.
 */
class QueueLocksTests {

	private static final MessageQueue QUEUE = TestMessage.QUEUE;

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final ManualTimer timer = new ManualTimer();

	private final FakeCluster cluster = new FakeCluster();

	private final RecordingDispatcher dispatcher = new RecordingDispatcher();

	private final PushConsumerOptions options = PushConsumerOptions.builder("billing")
		.subscribe("orders", Filter.all())
		.startPosition(StartPosition.FIRST)
		.ordered(true)
		.build();

	private final QueueLocks locks = new QueueLocks("billing", this.cluster, this.timer, TIMEOUT,
			this.options.handling().lockRenewInterval());

	private boolean wanted = true;

	private AssignedQueues queues = queues();

	@Test
	void pullsNothingBeforeTheLockIsGranted() {
		this.cluster.lockedByOthers.add(QUEUE);
		gain();
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(this.cluster.requests).isNotEmpty().hasOnlyElementsOfType(LockQueuesRequest.class);
		this.cluster.committed.put(QUEUE, 7L);
		this.cluster.lockedByOthers.clear();
		this.timer.advance(Duration.ofMillis(200));
		assertThat(this.cluster.pulledOffsets()).containsExactly(7L);
	}

	@Test
	void asksForAllQueuesOfABrokerAtOnceAndRenewsThem() {
		MessageQueue other = new MessageQueue("orders", "broker-a", 1);
		this.queues.update("orders", Set.of(QUEUE, other), Duration.ZERO);
		this.timer.advance(Duration.ofSeconds(1));
		int before = this.cluster.requests(LockQueuesRequest.class).size();
		assertThat(before).isOne();
		this.timer.advance(Duration.ofSeconds(60));
		List<LockQueuesRequest> renewals = this.cluster.requests(LockQueuesRequest.class);
		assertThat(renewals).hasSize(before + 6);
		assertThat(renewals.get(before).queues()).containsExactlyInAnyOrder(QUEUE, other);
	}

	@Test
	void asksForWhatIsWantedMeanwhileAsSoonAsTheBrokerHasAnswered() {
		CompletableFuture<List<MessageQueue>> first = new CompletableFuture<>();
		this.cluster.lateLocks = first;
		gain();
		this.queues.update("orders", Set.of(QUEUE, new MessageQueue("orders", "broker-a", 1)), Duration.ZERO);
		this.timer.runDue();
		assertThat(this.cluster.requests(LockQueuesRequest.class)).hasSize(1);
		this.cluster.lateLocks = null;
		first.complete(List.of(QUEUE));
		this.timer.runDue();
		assertThat(this.cluster.requests(LockQueuesRequest.class)).hasSize(2);
		assertThat(this.cluster.pulls).extracting((pull) -> pull.request().queueId()).containsExactlyInAnyOrder(0, 1);
	}

	@Test
	void asksABrokerThatWasAwayFirstForWhatItHeldAndOnlyLaterForWhatOthersMayHold() {
		MessageQueue others = new MessageQueue("orders", "broker-a", 1);
		gain();
		this.cluster.lockedByOthers.add(others);
		this.queues.update("orders", Set.of(QUEUE, others), Duration.ZERO);
		this.timer.advance(Duration.ofSeconds(1));
		this.cluster.failing.add(LockQueuesRequest.class);
		this.timer.advance(Duration.ofSeconds(5));
		// the broker comes back and knows of no locks
		this.cluster.lockedByOthers.clear();
		this.cluster.failing.clear();
		int before = this.cluster.requests(LockQueuesRequest.class).size();
		this.timer.advance(Duration.ofSeconds(11));
		List<LockQueuesRequest> asked = this.cluster.requests(LockQueuesRequest.class);
		assertThat(asked.subList(before, asked.size())).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.queues()).containsExactly(QUEUE));
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.cluster.pulls).anyMatch((pull) -> pull.request().queueId() == 1);
	}

	@Test
	void handsOutOneMessageAtATime() {
		gain();
		deliver(5, 6);
		Slice slice = taken();
		assertThat(this.dispatcher.first().take(1)).isNull();
		this.dispatcher.first().finish(slice, 0, 1, 0);
		assertThat(taken().message(0).queueOffset()).isEqualTo(6);
	}

	@Test
	void aLostLockEndsTheEpochWithoutACommitAndANewOneBeginsWhereTheRivalLeftOff() {
		gain();
		deliver(5, 6);
		Slice running = taken();
		QueueBuffer buffer = this.dispatcher.first();
		this.cluster.lockedByOthers.add(QUEUE);
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(buffer.take(1)).isNull();
		this.cluster.events.clear();
		buffer.finish(running, 0, 1, 0);
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(this.cluster.events).isEmpty();
		this.cluster.committed.put(QUEUE, 40L);
		this.cluster.lockedByOthers.clear();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.events).contains("pull 0 at 40");
		assertThat(this.cluster.committed).containsEntry(QUEUE, 40L);
	}

	@Test
	void aLockThatIsNotRenewedInTimeIsLost() {
		gain();
		deliver(5, 6);
		this.cluster.failing.add(LockQueuesRequest.class);
		this.timer.advance(Duration.ofSeconds(29));
		Slice slice = taken();
		this.dispatcher.first().finish(slice, 0, 1, 0);
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.dispatcher.first().take(1)).isNull();
		assertThat(this.dispatcher.first().isClosed()).isTrue();
	}

	@Test
	void aLostConnectionStopsHandingOutUntilTheLockIsCertainAgain() {
		gain();
		deliver(5, 6);
		this.cluster.failing.add(LockQueuesRequest.class);
		this.cluster.pull(0).answer().completeExceptionally(FakeCluster.connectionLost());
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.dispatcher.first().take(1)).isNull();
		this.cluster.failing.clear();
		this.timer.advance(Duration.ofMillis(200));
		assertThat(taken().message(0).queueOffset()).isEqualTo(5);
		assertThat(this.dispatcher.first().isClosed()).isFalse();
	}

	@Test
	void isRenewedUntilTheListenerHasEndedThenCommittedThenUnlocked() {
		gain();
		deliver(5);
		Slice running = taken();
		lose();
		int before = this.cluster.requests(LockQueuesRequest.class).size();
		this.timer.advance(Duration.ofMinutes(5));
		assertThat(this.cluster.requests(LockQueuesRequest.class)).hasSize(before + 30);
		assertThat(this.cluster.events).doesNotContain("unlock 0");
		this.dispatcher.first().finish(running, 0, 1, 0);
		this.timer.runDue();
		assertThat(this.cluster.events).containsSubsequence("commit 0 at 6", "unlock 0");
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.requests(LockQueuesRequest.class)).hasSize(before + 30);
	}

	@Test
	void staysLockedAtTheBrokerWhenAListenerOutlastsTheClose() {
		gain();
		deliver(5);
		taken();
		CompletableFuture<?> closed = this.queues.close(Duration.ofSeconds(5));
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(closed).isCompleted();
		assertThat(this.cluster.events).doesNotContain("unlock 0");
		int before = this.cluster.requests(LockQueuesRequest.class).size();
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.requests(LockQueuesRequest.class)).hasSize(before);
	}

	@Test
	void aLockThatComesTooLateIsGivenBack() {
		CompletableFuture<List<MessageQueue>> late = new CompletableFuture<>();
		this.cluster.lateLocks = late;
		gain();
		lose();
		assertThat(this.cluster.events).isEmpty();
		late.complete(List.of(QUEUE));
		this.timer.runDue();
		assertThat(this.cluster.events).containsExactly("unlock 0");
		assertThat(this.cluster.requests(PullMessageRequest.class)).isEmpty();
	}

	@Test
	void anEpochAtAnotherOffsetWaitsForTheListenerOfTheOneBefore() {
		gain();
		deliver(5, 6);
		Slice running = taken();
		QueueBuffer before = this.dispatcher.first();
		this.queues.seek(QUEUE, 100);
		this.queues.seek(QUEUE, 200);
		this.timer.advance(Duration.ofSeconds(60));
		assertThat(this.cluster.pulledOffsets()).containsExactly(5L, 7L);
		before.finish(running, 0, 1, 0);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.pulledOffsets()).containsExactly(5L, 7L, 200L);
		assertThat(this.cluster.events).doesNotContain("unlock 0", "commit 0 at 6");
	}

	@Test
	void aQueueThatIsLostBetweenTwoEpochsIsUnlockedWhenTheListenerHasEnded() {
		gain();
		deliver(5);
		Slice running = taken();
		this.queues.seek(QUEUE, 100);
		lose();
		this.timer.advance(Duration.ofSeconds(60));
		assertThat(this.cluster.events).doesNotContain("unlock 0");
		this.dispatcher.first().finish(running, 0, 1, 0);
		this.timer.runDue();
		assertThat(this.cluster.events).contains("unlock 0");
		assertThat(this.cluster.pulledOffsets()).doesNotContain(100L);
	}

	private void gain() {
		this.queues.update("orders", Set.of(QUEUE), Duration.ZERO);
		this.timer.runDue();
	}

	private void lose() {
		this.wanted = false;
		this.queues.update("orders", Set.of(), Duration.ZERO);
		this.timer.runDue();
	}

	private void deliver(long... offsets) {
		byte[][] messages = new byte[offsets.length][];
		for (int i = 0; i < offsets.length; i++) {
			messages[i] = PullAnswers.message(QUEUE, offsets[i], "created");
		}
		this.cluster.pull(0).answer().complete(PullAnswers.found(offsets[offsets.length - 1] + 1, messages));
	}

	private Slice taken() {
		return Objects.requireNonNull(this.dispatcher.first().take(1));
	}

	private AssignedQueues queues() {
		BrokerOffsetStore offsets = new BrokerOffsetStore("billing", this.cluster, this.timer, TIMEOUT,
				this.options.commitInterval());
		ByteBudget budget = new ByteBudget(1_000_000);
		return new AssignedQueues(
				new QueueResources(this.cluster, this.timer, budget, this.dispatcher, offsets,
						Subscriptions.of(this.options, 1), this.options, TIMEOUT, () -> false,
						new TopicBudgets(budget, this.options.cacheLimits()),
						new PoisonMessages("billing", PoisonHandler.deadLetter()), this.locks,
						new ConsumeStats(System::nanoTime)),
				(queue) -> null,
				() -> this.queues.update("orders", this.wanted ? Set.of(QUEUE) : Set.of(), Duration.ZERO));
	}

}
