package io.github.rocketmqlite.internal.consumer;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to the listener on many threads, without order. Buffers with messages
 * stand in line; a worker takes a slice from the first and puts the buffer back at the
 * end, so the queues take turns and several workers may serve one of them.
 * <p>
 * A worker runs as long as there is work and starts a further one when it leaves some
 * behind. A slice is one message unless much is waiting and the listener is quick: a slow
 * listener keeps nobody waiting but itself.
 * <p>
 * Threading: thread-safe; no lock is held while the listener runs.
 */
final class ConcurrentDispatcher implements Dispatcher {

	private static final Logger logger = LoggerFactory.getLogger(ConcurrentDispatcher.class);

	/** The time a slice should take at most, as far as earlier ones tell. */
	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long REJECTED_DELAY_MILLIS = 500;

	private final ListenerCall listener;

	private final Redelivery retries;

	private final ListenerThreads threads;

	private final ScheduledExecutorService timer;

	private final int concurrency;

	private final Queue<QueueBuffer> line = new ConcurrentLinkedQueue<>();

	private final AtomicInteger workers = new AtomicInteger();

	private volatile long nanosPerMessage = SLICE_NANOS;

	private volatile boolean paused;

	private volatile boolean closed;

	ConcurrentDispatcher(ListenerCall listener, Redelivery retries, ListenerThreads threads, int concurrency,
			ScheduledExecutorService timer) {
		this.listener = listener;
		this.retries = retries;
		this.threads = threads;
		this.concurrency = concurrency;
		this.timer = timer;
	}

	@Override
	public void dispatch(QueueBuffer buffer) {
		if (buffer.enterLine()) {
			this.line.add(buffer);
		}
		startWorker();
	}

	@Override
	public void pause() {
		this.paused = true;
	}

	@Override
	public void resume() {
		this.paused = false;
		startWorker();
	}

	@Override
	public void close() {
		this.closed = true;
		this.threads.close();
	}

	private void startWorker() {
		if (this.paused || this.closed || this.line.isEmpty() || !countWorker()) {
			return;
		}
		try {
			this.threads.execute(this::work);
		}
		catch (RejectedExecutionException ex) {
			this.workers.decrementAndGet();
			if (!this.closed) {
				logger.warn("The listener executor refused a task, trying again in {} ms: {}", REJECTED_DELAY_MILLIS,
						ex.getMessage());
				this.timer.schedule(this::startWorker, REJECTED_DELAY_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
	}

	private boolean countWorker() {
		int running = this.workers.get();
		while (running < this.concurrency) {
			if (this.workers.compareAndSet(running, running + 1)) {
				return true;
			}
			running = this.workers.get();
		}
		return false;
	}

	private void work() {
		try {
			QueueBuffer buffer = nextInLine();
			while (buffer != null) {
				serve(buffer);
				buffer = nextInLine();
			}
		}
		finally {
			this.workers.decrementAndGet();
			startWorker();
		}
	}

	private @Nullable QueueBuffer nextInLine() {
		return (this.paused || this.closed) ? null : this.line.poll();
	}

	private void serve(QueueBuffer buffer) {
		buffer.leaveLine();
		Slice slice = buffer.take(sliceSize(buffer));
		if (slice == null) {
			return;
		}
		if (buffer.readyMessages() > 0) {
			dispatch(buffer);
		}
		handle(buffer, slice);
	}

	private int sliceSize(QueueBuffer buffer) {
		int backlog = buffer.readyMessages() / (2 * this.concurrency);
		long quick = SLICE_NANOS / Math.max(1, this.nanosPerMessage);
		return (int) Math.max(1, Math.min(Slice.MAX_SIZE, Math.min(backlog, quick)));
	}

	private void handle(QueueBuffer buffer, Slice slice) {
		int done = 0;
		int index = 0;
		long started = System.nanoTime();
		try {
			while (index < slice.size() && !this.paused && !this.closed && !buffer.isClosed()) {
				ReceivedMessage message = slice.message(index);
				ConsumeOutcome outcome = this.listener.call(message);
				if (outcome.kind() == ConsumeOutcome.Kind.SUCCESS) {
					done |= 1 << index;
				}
				else {
					forward(buffer, slice.first() + index, message, outcome);
				}
				index++;
			}
		}
		finally {
			buffer.finish(slice.first(), done, slice.from(index));
			if (index < slice.size() && !buffer.isClosed()) {
				dispatch(buffer);
			}
			measure(System.nanoTime() - started, index);
		}
	}

	/** Racy on purpose: a rough average is enough. */
	private void measure(long nanos, int messages) {
		if (messages > 0) {
			this.nanosPerMessage = (3 * this.nanosPerMessage + nanos / messages) / 4;
		}
	}

	private void forward(QueueBuffer buffer, long sequence, ReceivedMessage message, ConsumeOutcome outcome) {
		CompletableFuture<Boolean> forwarded = this.retries.forward(buffer, message, outcome);
		forwarded.whenComplete((taken, failure) -> {
			boolean done = failure == null && taken;
			buffer.finish(sequence, done ? 1 : 0, done ? 0 : 1);
			if (!done && !buffer.isClosed()) {
				dispatch(buffer);
			}
		});
	}

}
