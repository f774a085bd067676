package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;

/**
 * What the dispatchers share: workers, which take a slice of a queue and call the
 * listener for it, and calls that may outlast them.
 * <p>
 * Threading: thread-safe; no lock is held while the listener runs.
 */
abstract class WorkerDispatcher implements Dispatcher {

	/** The time a slice should take at most, as far as earlier ones tell. */
	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final ListenerCall listener;

	private final Redelivery retries;

	private final Workers workers;

	/** The most messages of a call. */
	private final int batchSize;

	private volatile long nanosPerMessage = SLICE_NANOS;

	WorkerDispatcher(ListenerCall listener, Redelivery retries, ListenerThreads threads, int concurrency, int batchSize,
			RateLimit rate, ScheduledExecutorService timer) {
		this.listener = listener;
		this.retries = retries;
		this.batchSize = listener.isBatching() ? batchSize : 1;
		this.workers = new Workers(threads, timer, concurrency, rate, this::serve);
	}

	/** Hands some messages of a buffer to the listener, on a worker's thread. */
	abstract void serve(QueueBuffer buffer);

	/** How a call for messages of a run ended, on any thread. */
	abstract void settle(SliceRun run, int first, List<ConsumeOutcome> outcomes, boolean timedOut);

	/** A call takes long, and what is behind it in the run has not begun. */
	abstract void takesLong(SliceRun run);

	/**
	 * The most messages to take at once of those that one call after the other will get:
	 * as many as a worker handles in a millisecond, as far as earlier ones tell.
	 */
	final int quickly() {
		if (this.listener.isBatching()) {
			return this.batchSize;
		}
		if (this.listener.isAsynchronous()) {
			// calls outlast their worker: with more at once there could be too many
			return 1;
		}
		long quick = SLICE_NANOS / Math.max(1, this.nanosPerMessage);
		return (int) Math.max(1, Math.min(Slice.MAX_SIZE, quick));
	}

	/**
	 * Ends a run: what is left of it goes back, and the queue goes on. Does nothing more
	 * the second time.
	 */
	abstract void end(SliceRun run);

	/**
	 * Hands a slice to the listener, call by call, until something holds the rest back.
	 */
	final void handle(QueueBuffer buffer, Slice slice) {
		SliceRun run = new SliceRun(buffer, slice);
		int done = 0;
		long started = rate().nanoTime();
		try (ListenerCall.Series calls = this.listener.series(new RunObserver(run))) {
			int count = begin(run, calls);
			while (count > 0) {
				int first = done;
				done += count;
				call(calls, first, slice.messages(first, done));
				count = begin(run, calls);
			}
		}
		finally {
			measure(rate().nanoTime() - started, done);
			end(run);
		}
	}

	private int begin(SliceRun run, ListenerCall.Series calls) {
		boolean goesOn = calls.isFree() && this.workers.areRunning() && run.buffer().mayHandOut();
		return goesOn ? run.begin(this.batchSize) : 0;
	}

	private void call(ListenerCall.Series calls, int first, List<ReceivedMessage> messages) {
		this.workers.rate().use(messages.size());
		if (this.listener.isAsynchronous()) {
			this.workers.callBegins();
		}
		calls.call(first, messages);
	}

	/** Racy on purpose: a rough average is enough. */
	private void measure(long nanos, int messages) {
		if (messages > 0) {
			this.nanosPerMessage = (3 * this.nanosPerMessage + nanos / messages) / 4;
		}
	}

	final Redelivery retries() {
		return this.retries;
	}

	final void suspend(QueueBuffer buffer, Duration delay) {
		this.workers.suspend(buffer, delay);
	}

	final void suspend(QueueBuffer buffer, String key, Duration delay) {
		this.workers.suspend(buffer, key, delay);
	}

	final RateLimit rate() {
		return this.workers.rate();
	}

	@Override
	public final void dispatch(QueueBuffer buffer) {
		this.workers.dispatch(buffer);
	}

	@Override
	public final void pause() {
		this.workers.pause();
	}

	@Override
	public final void resume() {
		this.workers.resume();
	}

	@Override
	public final void concurrency(int concurrency) {
		this.workers.concurrency(concurrency);
	}

	@Override
	public final int concurrency() {
		return this.workers.concurrency();
	}

	@Override
	public final boolean isSaturated() {
		return this.workers.areSaturated();
	}

	@Override
	public final void maxMessagesPerSecond(int messages) {
		this.workers.maxMessagesPerSecond(messages);
	}

	@Override
	public final int maxMessagesPerSecond() {
		return this.workers.rate().perSecond();
	}

	@Override
	public final void close() {
		this.workers.close();
	}

	/**
	 * Tells the dispatcher about calls for a run.
	 */
	private final class RunObserver implements ListenerCall.Observer {

		private final SliceRun run;

		private RunObserver(SliceRun run) {
			this.run = run;
		}

		@Override
		public void ended(int first, List<ConsumeOutcome> outcomes, boolean timedOut) {
			try {
				settle(this.run, first, outcomes, timedOut);
			}
			finally {
				if (WorkerDispatcher.this.listener.isAsynchronous()) {
					WorkerDispatcher.this.workers.callEnds();
				}
			}
		}

		@Override
		public void takesLong() {
			WorkerDispatcher.this.takesLong(this.run);
		}

	}

}
