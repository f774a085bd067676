package io.github.rocketmqlite.internal.remoting;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.util.NetUtil;

/**
 * Turns host names into addresses without holding up an event loop: the system's resolver
 * blocks, so it runs on a few threads that end when idle. Literal addresses need no
 * thread. Nothing is remembered: each connect asks again.
 * <p>
 * Threading: thread-safe.
 */
final class HostResolver implements AutoCloseable {

	private static final int THREADS = 4;

	private static final int MAX_WAITING = 1_024;

	private static final int IDLE_SECONDS = 5;

	private final Lookup lookup;

	private final ThreadPoolExecutor threads;

	HostResolver() {
		this(InetAddress::getAllByName);
	}

	HostResolver(Lookup lookup) {
		this.lookup = lookup;
		AtomicInteger number = new AtomicInteger();
		this.threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_WAITING), (task) -> {
					Thread thread = new Thread(task, "rocketmq-lite-dns-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		this.threads.allowCoreThreadTimeOut(true);
	}

	CompletableFuture<List<InetAddress>> resolve(String host) {
		if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
			return literal(host);
		}
		CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
		try {
			this.threads.execute(() -> resolve(host, result));
		}
		catch (RejectedExecutionException ex) {
			result.completeExceptionally(ex);
		}
		return result;
	}

	private static CompletableFuture<List<InetAddress>> literal(String host) {
		try {
			return CompletableFuture.completedFuture(List.of(InetAddress.getByName(host)));
		}
		catch (UnknownHostException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void resolve(String host, CompletableFuture<List<InetAddress>> result) {
		try {
			result.complete(List.of(this.lookup.allByName(host)));
		}
		catch (UnknownHostException | RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	/**
	 * The blocking resolver.
	 */
	@FunctionalInterface
	interface Lookup {

		InetAddress[] allByName(String host) throws UnknownHostException;

	}

}
