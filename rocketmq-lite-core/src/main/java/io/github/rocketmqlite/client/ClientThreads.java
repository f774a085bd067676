package io.github.rocketmqlite.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.internal.remoting.IoThreads;

/**
 * The fuse box: every thread of a client, save the consumers' listener threads, is made
 * and ended here.
 * <p>
 * Threading: confined to the client's making and closing.
 */
final class ClientThreads {

	private static final long IDLE_SECONDS = 60;

	private final IoThreads io;

	private final ScheduledThreadPoolExecutor timer;

	private final ThreadPoolExecutor callbacks;

	ClientThreads(ClientOptions options) {
		this.io = new IoThreads(IoThreads.Kind.valueOf(options.transport().name()), options.ioThreads());
		this.timer = new ScheduledThreadPoolExecutor(1, named("rocketmq-lite-timer"));
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		// the queue is bounded by the requests in flight, whose answers it holds
		this.callbacks = new ThreadPoolExecutor(options.callbackThreads(), options.callbackThreads(), IDLE_SECONDS,
				TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("rocketmq-lite-callback"),
				// after closing, a future that ends late still ends
				(task, executor) -> task.run());
		this.callbacks.allowCoreThreadTimeOut(true);
	}

	IoThreads io() {
		return this.io;
	}

	/**
	 * Starts short tasks later; they never block.
	 */
	ScheduledExecutorService timer() {
		return this.timer;
	}

	/**
	 * Completes the application's futures, and so runs its code.
	 */
	ExecutorService callbacks() {
		return this.callbacks;
	}

	/**
	 * Ends all threads; callbacks that wait still run.
	 */
	void close() {
		this.timer.shutdownNow();
		this.io.close();
		this.callbacks.shutdown();
	}

	private static ThreadFactory named(String prefix) {
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

}
