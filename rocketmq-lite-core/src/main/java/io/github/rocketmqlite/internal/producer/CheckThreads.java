package io.github.rocketmqlite.internal.producer;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.producer.TransactionOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which the application finds out what became of transactions, and the
 * checks that wait for them. When too many wait, new ones are dropped: the broker asks
 * again. A transaction is checked once at a time.
 * <p>
 * Threading: thread-safe; makes up to {@link TransactionOptions#checkThreads()} threads,
 * which end after a minute without work, unless the application gave an executor.
 */
final class CheckThreads {

	private static final Logger logger = LoggerFactory.getLogger(CheckThreads.class);

	private static final long IDLE_SECONDS = 60;

	private final String group;

	/** The producer's own threads, if the application gave no executor. */
	private final @Nullable ThreadPoolExecutor own;

	private final Executor executor;

	private final int most;

	private final Set<String> checking = ConcurrentHashMap.newKeySet();

	private final AtomicLong dropped = new AtomicLong();

	private volatile boolean closed;

	CheckThreads(String group, TransactionOptions options) {
		this.group = group;
		Executor given = options.checkExecutor();
		this.own = (given == null) ? threads(group, options.checkThreads(), options.maxPendingChecks()) : null;
		this.executor = (this.own != null) ? this.own : Objects.requireNonNull(given);
		this.most = options.maxPendingChecks() + ((given == null) ? options.checkThreads() : 0);
	}

	private static ThreadPoolExecutor threads(String group, int count, int maxPending) {
		AtomicInteger made = new AtomicInteger();
		ThreadPoolExecutor threads = new ThreadPoolExecutor(count, count, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(maxPending), (task) -> {
					Thread thread = new Thread(task, "rocketmq-lite-check-" + group + "-" + made.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	/**
	 * Runs a check, unless one of the transaction waits or runs already or there is no
	 * room.
	 * @param id the transaction
	 * @param check finds out; what it throws is logged
	 * @param afterwards runs in any case, when the check has ended or will not run
	 */
	void run(String id, Runnable check, Runnable afterwards) {
		if (!this.checking.add(id)) {
			afterwards.run();
			return;
		}
		Thread broker = Thread.currentThread();
		AtomicBoolean ended = new AtomicBoolean();
		Runnable end = () -> {
			if (ended.compareAndSet(false, true)) {
				this.checking.remove(id);
				afterwards.run();
			}
		};
		try {
			if (this.checking.size() > this.most) {
				throw new RejectedExecutionException("too many");
			}
			this.executor.execute(() -> {
				try {
					if (Thread.currentThread() == broker) {
						throw new RejectedExecutionException("the check would block an event loop");
					}
					if (!this.closed) {
						check.run();
					}
				}
				finally {
					end.run();
				}
			});
		}
		catch (RuntimeException ex) {
			end.run();
			reportDrop(ex);
		}
	}

	// rarer and rarer, as more are dropped
	private void reportDrop(RuntimeException reason) {
		long count = this.dropped.incrementAndGet();
		if (Long.bitCount(count) == 1) {
			logger.warn("Group {} has dropped {} transaction checks while {} waited or ran; brokers ask again: {}",
					this.group, count, this.checking.size(), reason.toString());
		}
	}

	long dropped() {
		return this.dropped.get();
	}

	/**
	 * Lets running checks end; those that wait are not run.
	 */
	void close() {
		this.closed = true;
		if (this.own != null) {
			this.own.getQueue().clear();
			this.own.shutdown();
		}
	}

}
