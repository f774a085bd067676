package io.github.rocketmqlite.internal.offset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.UpdateOffsetRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerOffsetStoreTests {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final ManualTimer timer = new ManualTimer();

	private final Masters masters = new Masters();

	private final BrokerOffsetStore store = new BrokerOffsetStore("billing", this.masters, this.timer, TIMEOUT,
			INTERVAL);

	private final AtomicLong position = new AtomicLong(10);

	@Test
	void reportsOnlyWhatMoved() {
		track("broker-a", OptionalLong.of(10));
		this.timer.advance(INTERVAL.multipliedBy(3));
		assertThat(this.masters.calls).isEmpty();
		this.position.set(12);
		this.timer.advance(INTERVAL);
		this.masters.calls.get(0).answer(this.timer, true);
		this.timer.advance(INTERVAL.multipliedBy(3));
		assertThat(this.masters.offsets()).containsExactly(12L);
	}

	@Test
	void hasOneReportUnderWayAtATime() {
		track("broker-a", OptionalLong.of(0));
		this.timer.advance(INTERVAL);
		this.position.set(11);
		this.timer.advance(INTERVAL.multipliedBy(2));
		assertThat(this.masters.offsets()).containsExactly(10L);
		this.masters.calls.get(0).answer(this.timer, true);
		this.timer.advance(INTERVAL);
		assertThat(this.masters.offsets()).containsExactly(10L, 11L);
	}

	@Test
	void keepsAnOffsetWhileItsMasterIsAwayWithoutHoldingUpOthers() {
		track("broker-a", OptionalLong.of(0));
		track("broker-b", OptionalLong.of(0));
		this.timer.advance(INTERVAL);
		this.masters.calls.get(0).fail(this.timer);
		this.masters.calls.get(1).answer(this.timer, true);
		this.timer.advance(INTERVAL);
		assertThat(this.masters.brokers()).containsExactly(this.masters.calls.get(0).brokerName,
				this.masters.calls.get(1).brokerName, this.masters.calls.get(0).brokerName);
	}

	@Test
	void repeatsWhatAReturningMasterMayHaveLost() {
		TrackedOffset offset = track("broker-a", OptionalLong.of(10));
		offset.markUnconfirmed();
		this.timer.advance(INTERVAL);
		assertThat(this.masters.offsets()).containsExactly(10L);
	}

	@Test
	void commitsAtOnceAndRepeatsUntilAnswered() {
		TrackedOffset offset = track("broker-a", OptionalLong.of(0));
		CompletableFuture<Boolean> committed = offset.commit(Deadline.after(TIMEOUT));
		this.timer.runDue();
		this.masters.calls.get(0).fail(this.timer);
		assertThat(committed).isNotDone();
		this.timer.advance(Duration.ofMillis(100));
		this.masters.calls.get(1).answer(this.timer, true);
		assertThat(committed).isCompletedWithValue(true);
		assertThat(this.masters.offsets()).containsExactly(10L, 10L);
	}

	@Test
	void commitsWhatWasReachedWhileAnEarlierReportWasUnderWay() {
		TrackedOffset offset = track("broker-a", OptionalLong.of(0));
		this.timer.advance(INTERVAL);
		this.position.set(20);
		CompletableFuture<Boolean> committed = offset.commit(Deadline.after(TIMEOUT));
		this.timer.runDue();
		assertThat(this.masters.offsets()).containsExactly(10L);
		this.masters.calls.get(0).answer(this.timer, true);
		this.masters.calls.get(1).answer(this.timer, true);
		assertThat(committed).isCompletedWithValue(true);
		assertThat(this.masters.offsets()).containsExactly(10L, 20L);
	}

	@Test
	void givesUpACommitAtItsDeadline() {
		TrackedOffset offset = track("broker-a", OptionalLong.of(0));
		CompletableFuture<Boolean> committed = offset.commit(Deadline.after(Duration.ZERO));
		this.timer.runDue();
		this.masters.calls.get(0).fail(this.timer);
		assertThat(committed).isCompletedWithValue(false);
	}

	@Test
	void reportsNothingOfAnEndedEpoch() {
		TrackedOffset offset = track("broker-a", OptionalLong.of(0));
		CompletableFuture<?> ended = offset.end();
		this.position.set(99);
		CompletableFuture<Boolean> committed = offset.commit(Deadline.after(TIMEOUT));
		this.timer.advance(INTERVAL.multipliedBy(3));
		assertThat(ended).isCompleted();
		assertThat(committed).isCompletedWithValue(false);
		assertThat(this.masters.calls).isEmpty();
	}

	@Test
	void endsAnEpochOnlyWhenItsLastReportIsAnswered() {
		TrackedOffset offset = track("broker-a", OptionalLong.of(0));
		this.timer.advance(INTERVAL);
		CompletableFuture<?> ended = offset.end();
		assertThat(ended).isNotDone();
		this.masters.calls.get(0).answer(this.timer, true);
		assertThat(ended).isCompleted();
	}

	@Test
	void doesNotInsistWhenTheOffsetIsBeingReset() {
		TrackedOffset offset = track("broker-a", OptionalLong.of(0));
		CompletableFuture<Boolean> committed = offset.commit(Deadline.after(TIMEOUT));
		this.timer.runDue();
		this.masters.calls.get(0).answer(this.timer, false);
		this.timer.advance(INTERVAL.multipliedBy(3));
		assertThat(committed).isCompletedWithValue(true);
		assertThat(this.masters.calls).hasSize(1);
	}

	private TrackedOffset track(String brokerName, OptionalLong committed) {
		return this.store.track(new MessageQueue("orders", brokerName, 0), committed, this.position::get);
	}

	private static final class Masters implements MasterCalls {

		private final List<Call> calls = new ArrayList<>();

		@Override
		@SuppressWarnings("unchecked")
		public <R> CompletableFuture<R> callMaster(String brokerName, Request<R> request, Deadline deadline) {
			Call call = new Call(brokerName, (UpdateOffsetRequest) request, new CompletableFuture<>());
			this.calls.add(call);
			return (CompletableFuture<R>) call.answer;
		}

		private List<Long> offsets() {
			return this.calls.stream().map((call) -> call.request.offset()).toList();
		}

		private List<String> brokers() {
			return this.calls.stream().map((call) -> call.brokerName).toList();
		}

	}

	private record Call(String brokerName, UpdateOffsetRequest request, CompletableFuture<Boolean> answer) {

		void answer(ManualTimer timer, boolean taken) {
			this.answer.complete(taken);
			timer.runDue();
		}

		void fail(ManualTimer timer) {
			this.answer.completeExceptionally(new BrokerException(2, "busy", "127.0.0.1:10911"));
			timer.runDue();
		}

	}

}
