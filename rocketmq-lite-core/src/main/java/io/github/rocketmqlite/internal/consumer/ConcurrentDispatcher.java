package io.github.rocketmqlite.internal.consumer;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;

/**
 * Hands messages to the listener on many threads, without order: several workers may
 * serve one queue. What failed goes to the group's retry topic.
 * <p>
 * A worker takes one message or batch at a time unless the listener is quick; and what it
 * has taken goes to others when a call turns out slow. So a slow listener keeps nobody
 * waiting but itself.
 * <p>
 * Threading: thread-safe; no lock is held while the listener runs.
 */
final class ConcurrentDispatcher extends WorkerDispatcher {

	/**
	 * Makes a dispatcher without work.
	 * @param listener the listener
	 * @param retries where failed messages go
	 * @param threads runs the listener
	 * @param concurrency how many messages or batches are handled at the same time
	 * @param batchSize the most messages in a batch, for listeners that take some
	 * @param rate the most messages in a second
	 * @param timer runs what happens later
	 */
	ConcurrentDispatcher(ListenerCall listener, Redelivery retries, ListenerThreads threads, int concurrency,
			int batchSize, RateLimit rate, ScheduledExecutorService timer) {
		super(listener, retries, threads, concurrency, batchSize, rate, timer);
	}

	@Override
	void serve(QueueBuffer buffer) {
		Slice slice = buffer.take(rate().most(quickly()));
		if (slice == null) {
			return;
		}
		if (buffer.readyMessages() > 0) {
			dispatch(buffer);
		}
		handle(buffer, slice);
	}

	@Override
	void end(SliceRun run) {
		if (run.end() && !run.buffer().isClosed()) {
			dispatch(run.buffer());
		}
	}

	@Override
	void settle(SliceRun run, int first, List<ConsumeOutcome> outcomes, boolean timedOut) {
		for (int i = 0; i < outcomes.size(); i++) {
			settle(run, first + i, outcomes.get(i));
		}
		if (timedOut) {
			end(run);
		}
	}

	/** The worker is stuck: others get the rest of its slice. */
	@Override
	void takesLong(SliceRun run) {
		end(run);
	}

	private void settle(SliceRun run, int index, ConsumeOutcome outcome) {
		switch (outcome.kind()) {
			case SUCCESS -> {
				retries().handled(run.slice().message(index));
				run.done(index);
			}
			case SUSPEND -> {
				suspend(run.buffer(), Objects.requireNonNull(outcome.delay()));
				run.giveBack(index);
			}
			case RETRY, DEAD_LETTER -> forward(run, index, outcome);
		}
	}

	private void forward(SliceRun run, int index, ConsumeOutcome outcome) {
		ReceivedMessage message = run.slice().message(index);
		retries().forward(run.buffer(), message, outcome).whenComplete((taken, failure) -> {
			if (failure == null && taken) {
				run.done(index);
			}
			else {
				run.giveBack(index);
				if (!run.buffer().isClosed()) {
					dispatch(run.buffer());
				}
			}
		});
	}

}
