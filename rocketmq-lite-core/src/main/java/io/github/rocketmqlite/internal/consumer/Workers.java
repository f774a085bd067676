package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves buffers that have messages on the listener's threads. Buffers stand in line; a
 * worker serves the first, which goes to the end again if there is more, so the queues
 * take turns. A worker runs as long as there is work and starts a further one when it
 * leaves some behind.
 * <p>
 * Calls of asynchronous listeners count like workers until they end, so that the
 * concurrency limits both together.
 * <p>
 * Threading: thread-safe; no lock is held while the listener runs.
 */
final class Workers {

	private static final Logger logger = LoggerFactory.getLogger(Workers.class);

	private static final long REJECTED_DELAY_MILLIS = 500;

	private final ListenerThreads threads;

	private final ScheduledExecutorService timer;

	private final RateLimit rate;

	private final Consumer<QueueBuffer> service;

	private final Queue<QueueBuffer> line = new ConcurrentLinkedQueue<>();

	/** Workers, and calls that they left behind. */
	private final AtomicInteger active = new AtomicInteger();

	private final AtomicBoolean alarm = new AtomicBoolean();

	private final Runnable worker = this::work;

	private volatile int concurrency;

	private volatile boolean paused;

	private volatile boolean closed;

	/**
	 * Makes workers that have nothing to do yet.
	 * @param threads what they run on
	 * @param timer starts them later
	 * @param concurrency the most messages or batches at the same time
	 * @param rate the most messages in a second
	 * @param service serves the first buffer in line
	 */
	Workers(ListenerThreads threads, ScheduledExecutorService timer, int concurrency, RateLimit rate,
			Consumer<QueueBuffer> service) {
		this.threads = threads;
		this.timer = timer;
		this.concurrency = concurrency;
		this.rate = rate;
		this.service = service;
	}

	/** Puts a buffer in line, if it does not stand there. */
	void dispatch(QueueBuffer buffer) {
		if (buffer.enterLine()) {
			this.line.add(buffer);
		}
		startWorker();
	}

	/** Hands out nothing of a buffer for some time. */
	void suspend(QueueBuffer buffer, Duration delay) {
		int suspension = buffer.suspend();
		later(() -> {
			if (buffer.endSuspension(suspension)) {
				dispatch(buffer);
			}
		}, delay.toNanos());
	}

	/** Hands out nothing of one key in a buffer for some time. */
	void suspend(QueueBuffer buffer, String key, Duration delay) {
		buffer.suspend(key);
		later(() -> {
			buffer.endSuspension(key);
			dispatch(buffer);
		}, delay.toNanos());
	}

	private void later(Runnable task, long nanos) {
		try {
			this.timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// a listener that ended after its client: there is no later
			logger.debug("The client is closed: {}", ex.getMessage());
		}
	}

	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		startWorker();
	}

	void concurrency(int concurrency) {
		this.concurrency = concurrency;
		this.threads.resize(concurrency);
		startWorker();
	}

	int concurrency() {
		return this.concurrency;
	}

	RateLimit rate() {
		return this.rate;
	}

	/** Changes how many messages are handed out in a second. */
	void maxMessagesPerSecond(int messages) {
		this.rate.set(messages);
		startWorker();
	}

	/** Whether messages are handed out. */
	boolean areRunning() {
		return !this.paused && !this.closed;
	}

	/** Whether buffers wait while all workers are busy. */
	boolean areSaturated() {
		return this.active.get() >= this.concurrency && !this.line.isEmpty();
	}

	void close() {
		this.closed = true;
		this.threads.close();
	}

	/** A call begins that may outlast its worker. */
	void callBegins() {
		this.active.incrementAndGet();
	}

	/** Such a call has ended. */
	void callEnds() {
		this.active.decrementAndGet();
		startWorker();
	}

	private void startWorker() {
		if (!areRunning() || this.line.isEmpty() || !countWorker()) {
			return;
		}
		try {
			this.threads.execute(this.worker);
		}
		catch (RejectedExecutionException ex) {
			this.active.decrementAndGet();
			if (!this.closed) {
				logger.warn("The listener executor refused a task, trying again in {} ms: {}", REJECTED_DELAY_MILLIS,
						ex.getMessage());
				later(this::startWorker, TimeUnit.MILLISECONDS.toNanos(REJECTED_DELAY_MILLIS));
			}
		}
	}

	private boolean countWorker() {
		int running = this.active.get();
		while (running < this.concurrency) {
			if (this.active.compareAndSet(running, running + 1)) {
				return true;
			}
			running = this.active.get();
		}
		return false;
	}

	private void work() {
		boolean more = true;
		try {
			while (more) {
				if (waitsForRate()) {
					more = false;
				}
				else {
					QueueBuffer buffer = nextInLine();
					more = buffer != null;
					if (buffer != null) {
						buffer.leaveLine();
						this.service.accept(buffer);
					}
				}
			}
		}
		finally {
			this.active.decrementAndGet();
			if (!this.alarm.get()) {
				startWorker();
			}
		}
	}

	private @Nullable QueueBuffer nextInLine() {
		return (areRunning() && this.active.get() <= this.concurrency) ? this.line.poll() : null;
	}

	private boolean waitsForRate() {
		long nanos = this.rate.waitNanos();
		if (nanos == 0) {
			return false;
		}
		if (this.alarm.compareAndSet(false, true)) {
			later(() -> {
				this.alarm.set(false);
				startWorker();
			}, nanos);
		}
		return true;
	}

}
