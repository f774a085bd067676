package io.github.rocketmqlite.internal.consumer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.consumer.PushConsumerOptions;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run a consumer's listener: its own, made when needed and given up when
 * idle, or the application's.
 * <p>
 * Threading: thread-safe.
 */
final class ListenerThreads {

	private static final int IDLE_SECONDS = 60;

	/** The threads that begin what an asynchronous listener does. */
	private static final int MOST_OF_ASYNCHRONOUS = 4;

	private final Executor executor;

	private final @Nullable ThreadPoolExecutor own;

	private final Set<Thread> working = ConcurrentHashMap.newKeySet();

	private final int most;

	private ListenerThreads(Executor executor, @Nullable ThreadPoolExecutor own, int most) {
		this.executor = executor;
		this.own = own;
		this.most = most;
	}

	/**
	 * The threads of a consumer.
	 * @param options its options
	 * @param asynchronous whether its listener only begins what is finished elsewhere, so
	 * that a few threads suffice
	 */
	static ListenerThreads of(PushConsumerOptions options, boolean asynchronous) {
		Executor executor = options.executor();
		if (executor != null) {
			return new ListenerThreads(executor, null, Integer.MAX_VALUE);
		}
		int most = asynchronous ? MOST_OF_ASYNCHRONOUS : Integer.MAX_VALUE;
		ThreadPoolExecutor own = ownThreads(options.group(), Math.min(most, options.concurrency()));
		return new ListenerThreads(own, own, most);
	}

	private static ThreadPoolExecutor ownThreads(String group, int threads) {
		AtomicInteger number = new AtomicInteger();
		ThreadFactory factory = (task) -> {
			Thread thread = new Thread(task, "rocketmq-lite-consume-" + group + "-" + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
		// the dispatcher never has more workers than it may, so the queue is bounded by
		// it
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	void execute(Runnable worker) {
		this.executor.execute(() -> {
			Thread thread = Thread.currentThread();
			this.working.add(thread);
			try {
				worker.run();
			}
			finally {
				this.working.remove(thread);
			}
		});
	}

	/** Changes the number of the consumer's own threads. */
	void resize(int concurrency) {
		ThreadPoolExecutor pool = this.own;
		if (pool != null) {
			int threads = Math.min(this.most, concurrency);
			if (threads > pool.getMaximumPoolSize()) {
				pool.setMaximumPoolSize(threads);
				pool.setCorePoolSize(threads);
			}
			else {
				pool.setCorePoolSize(threads);
				pool.setMaximumPoolSize(threads);
			}
		}
	}

	/** Whether the calling thread is handling a message of this consumer. */
	boolean isCurrentThreadWorking() {
		return this.working.contains(Thread.currentThread());
	}

	/**
	 * Ends the consumer's own threads, interrupting listeners that still run. The
	 * application's are left alone.
	 */
	void close() {
		if (this.own != null) {
			this.own.shutdownNow();
		}
	}

}
