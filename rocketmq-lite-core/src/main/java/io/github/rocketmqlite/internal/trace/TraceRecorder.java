package io.github.rocketmqlite.internal.trace;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.internal.producer.TransactionObserver;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.trace.TraceQueue.Batch;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.SendInterceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the trace of one client and sends it, one message at a time, through a
 * producer that is not traced itself. Whatever happens to a trace, no message of the
 * application waits or fails for it: what cannot be kept or sent is counted and dropped.
 * <p>
 * Threading: thread-safe. Adding never blocks; sending starts on the timer and goes on on
 * the threads that complete the sends.
 */
public final class TraceRecorder implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TraceRecorder.class);

	private static final Duration LAST_FLUSH = Duration.ofSeconds(3);

	private final TraceSettings settings;

	private final Producer producer;

	private final ScheduledExecutorService timer;

	private final TraceQueue queue;

	private final AtomicBoolean sending = new AtomicBoolean();

	private final LongAdder dropped = new LongAdder();

	private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

	private final Future<?> regularFlush;

	private volatile boolean closing;

	/**
	 * Starts to record.
	 * @param settings how
	 * @param producer sends the traces; must fail, not wait, when it may not send
	 * @param timer sends what waited long enough
	 */
	public TraceRecorder(TraceSettings settings, Producer producer, ScheduledExecutorService timer) {
		this.settings = settings;
		this.producer = producer;
		this.timer = timer;
		this.queue = new TraceQueue(settings);
		long nanos = settings.flushInterval().toNanos();
		this.regularFlush = timer.scheduleWithFixedDelay(this::flush, nanos, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Sees the sends to record.
	 */
	public SendInterceptor sends() {
		return new SendTracer(this);
	}

	/**
	 * Sees the listener calls to record.
	 */
	public ConsumeInterceptor consumes() {
		return new ConsumeTracer(this);
	}

	/**
	 * Sees the ends of transactions to record.
	 */
	public TransactionObserver transactions() {
		return new TransactionTracer(this);
	}

	/**
	 * How many records were dropped because too many waited or their message could not be
	 * sent.
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Whether a topic is that of the traces, whose messages have none.
	 */
	boolean isTrace(String topic) {
		return topic.equals(this.settings.topic());
	}

	void add(TraceRecord added) {
		this.dropped.add(this.queue.add(added));
		if (!this.sending.get() && this.queue.size() >= this.settings.batchSize()) {
			try {
				this.timer.execute(this::flush);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The client is closed: a trace waits in vain", ex);
			}
		}
	}

	/** Sends batch after batch, never two at a time. */
	private void flush() {
		if (!this.sending.compareAndSet(false, true)) {
			return;
		}
		Batch batch = this.queue.take();
		if (batch == null) {
			this.sending.set(false);
			if (this.closing) {
				this.drained.complete(null);
			}
			return;
		}
		send(batch).whenComplete((sent, failure) -> {
			if (failure != null) {
				this.dropped.add(batch.count());
				logger.debug("A trace of {} records was not sent", batch.count(), failure);
			}
			this.sending.set(false);
			if (this.closing || this.queue.size() >= this.settings.batchSize()) {
				flush();
			}
		});
	}

	private CompletableFuture<?> send(Batch batch) {
		try {
			return this.producer.sendAsync(batch.message(this.settings.topic()));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Sends what still waits, within three seconds, and closes the producer.
	 */
	@Override
	public void close() {
		this.regularFlush.cancel(false);
		this.closing = true;
		Deadline deadline = Deadline.after(LAST_FLUSH);
		flush();
		try {
			Blocking.await(this.drained, deadline, "the last traces");
		}
		catch (RocketException ex) {
			int lost = this.queue.clear();
			this.dropped.add(lost);
			logger.warn("The client closed although {} records of the message trace and its last message were not sent",
					lost);
		}
		finally {
			this.producer.close();
		}
	}

}
