package io.github.rocketmqlite.internal.consumer;

import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;

/**
 * Hands messages to the listener on many threads, without order: several workers may
 * serve one queue. What failed goes to the group's retry topic.
 * <p>
 * A worker takes one message or batch at a time unless much is waiting and the listener
 * is quick: a slow listener keeps nobody waiting but itself.
 * <p>
 * Threading: thread-safe; no lock is held while the listener runs.
 */
final class ConcurrentDispatcher extends WorkerDispatcher {

	/** The time a slice should take at most, as far as earlier ones tell. */
	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final int MOST_HELPERS = 2 * Runtime.getRuntime().availableProcessors();

	private final int batchSize;

	private volatile long nanosPerMessage = SLICE_NANOS;

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
		super(listener, retries, threads, concurrency, rate, timer);
		this.batchSize = listener.isBatching() ? batchSize : 1;
	}

	@Override
	void serve(QueueBuffer buffer) {
		Slice slice = buffer.take(rate().most(sliceSize(buffer)));
		if (slice == null) {
			return;
		}
		if (buffer.readyMessages() > 0) {
			dispatch(buffer);
		}
		handle(new SliceRun(buffer, slice));
	}

	private int sliceSize(QueueBuffer buffer) {
		if (isBatching()) {
			return this.batchSize;
		}
		if (isAsynchronous()) {
			// calls outlast their worker: with more at once there could be too many
			return 1;
		}
		// a quick listener gains nothing from more threads than there are processors
		int helpers = Math.min(concurrency(), MOST_HELPERS);
		int backlog = buffer.readyMessages() / (2 * helpers);
		long quick = SLICE_NANOS / Math.max(1, this.nanosPerMessage);
		return (int) Math.max(1, Math.min(Slice.MAX_SIZE, Math.min(backlog, quick)));
	}

	private void handle(SliceRun run) {
		int done = 0;
		long started = System.nanoTime();
		try {
			int count = begin(run);
			while (count > 0) {
				int first = done;
				done += count;
				call(run.slice().messages(first, done), (ended) -> settle(run, first, ended));
				count = begin(run);
			}
		}
		finally {
			end(run);
			measure(System.nanoTime() - started, done);
		}
	}

	private int begin(SliceRun run) {
		return mayHandOutOf(run.buffer()) ? run.begin(this.batchSize) : 0;
	}

	private void end(SliceRun run) {
		if (run.end() && !run.buffer().isClosed()) {
			dispatch(run.buffer());
		}
	}

	/** Racy on purpose: a rough average is enough. */
	private void measure(long nanos, int messages) {
		if (messages > 0) {
			this.nanosPerMessage = (3 * this.nanosPerMessage + nanos / messages) / 4;
		}
	}

	private void settle(SliceRun run, int first, ListenerCall.Ended ended) {
		for (int i = 0; i < ended.outcomes().size(); i++) {
			settle(run, first + i, ended.outcomes().get(i));
		}
		if (ended.timedOut()) {
			// the worker is stuck in this call: others get the rest of its slice
			end(run);
		}
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
