package io.github.rocketmqlite.internal.producer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.producer.TransactionOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which the application finds out what became of transactions, and the
 * checks that wait for them. When too many wait, new ones are dropped: the broker asks
 * again. A transaction is checked once at a time.
 * <p>
 * Threading: thread-safe; makes up to {@link TransactionOptions#checkThreads()} threads,
 * which end after a minute without work.
 */
final class CheckThreads {

	private static final Logger logger = LoggerFactory.getLogger(CheckThreads.class);

	private static final long IDLE_SECONDS = 60;

	private final String group;

	private final ThreadPoolExecutor threads;

	private final Set<String> checking = ConcurrentHashMap.newKeySet();

	private final AtomicLong dropped = new AtomicLong();

	CheckThreads(String group, TransactionOptions options) {
		this.group = group;
		AtomicInteger count = new AtomicInteger();
		this.threads = new ThreadPoolExecutor(options.checkThreads(), options.checkThreads(), IDLE_SECONDS,
				TimeUnit.SECONDS, new LinkedBlockingQueue<>(options.maxPendingChecks()), (task) -> {
					Thread thread = new Thread(task, "rocketmq-lite-check-" + group + "-" + count.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		this.threads.allowCoreThreadTimeOut(true);
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
		try {
			this.threads.execute(() -> {
				try {
					check.run();
				}
				finally {
					this.checking.remove(id);
					afterwards.run();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.checking.remove(id);
			afterwards.run();
			reportDrop();
		}
	}

	// rarer and rarer, as more are dropped
	private void reportDrop() {
		long count = this.dropped.incrementAndGet();
		if (Long.bitCount(count) == 1) {
			logger.warn("Group {} has dropped {} transaction checks because {} wait already; brokers ask again",
					this.group, count, this.threads.getQueue().size());
		}
	}

	long dropped() {
		return this.dropped.get();
	}

	/**
	 * Ends the threads when their checks have ended; checks that wait are not run.
	 */
	void close() {
		this.threads.getQueue().clear();
		this.threads.shutdown();
	}

}
