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

	private final Executor executor;

	private final @Nullable ThreadPoolExecutor own;

	private final Set<Thread> working = ConcurrentHashMap.newKeySet();

	private ListenerThreads(Executor executor, @Nullable ThreadPoolExecutor own) {
		this.executor = executor;
		this.own = own;
	}

	static ListenerThreads of(PushConsumerOptions options) {
		Executor executor = options.executor();
		if (executor != null) {
			return new ListenerThreads(executor, null);
		}
		ThreadPoolExecutor own = ownThreads(options.group(), options.concurrency());
		return new ListenerThreads(own, own);
	}

	private static ThreadPoolExecutor ownThreads(String group, int threads) {
		AtomicInteger number = new AtomicInteger();
		ThreadFactory factory = (task) -> {
			Thread thread = new Thread(task, "rocketmq-lite-consume-" + group + "-" + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
		// the dispatcher never has more workers than threads, so the queue holds only
		// tasks of
		// workers that are about to end
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(threads), factory);
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
