package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops, the transport they run on, and the resolver of host names. Several
 * {@link RemotingClient}s share one instance; it is closed after all of them.
 * <p>
 * Threading: thread-safe. All threads are daemons: {@code rocketmq-lite-io-*} from the
 * first connection on, {@code rocketmq-lite-dns-*} while names are being resolved.
 */
public final class IoThreads implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IoThreads.class);

	private static final int CLOSE_SECONDS = 5;

	private final Transport transport;

	private final EventLoopGroup loops;

	private final HostResolver resolver;

	/**
	 * Prepares the event loops; their threads start with their first use.
	 * @param kind the transport
	 * @param threads the number of event loops
	 * @throws IllegalStateException when the transport is not available here
	 */
	public IoThreads(Kind kind, int threads) {
		this(kind, threads, new HostResolver());
	}

	IoThreads(Kind kind, int threads, HostResolver resolver) {
		if (threads < 1) {
			throw new IllegalArgumentException("The number of I/O threads must be positive: " + threads);
		}
		this.transport = Transport.select(kind);
		AtomicInteger number = new AtomicInteger();
		ThreadFactory factory = (task) -> new IoThread(task, "rocketmq-lite-io-" + number.incrementAndGet());
		this.loops = new MultiThreadIoEventLoopGroup(threads, factory, this.transport.ioHandlers());
		this.resolver = resolver;
	}

	public String transportName() {
		return this.transport.name();
	}

	EventLoop nextLoop() {
		return this.loops.next();
	}

	Class<? extends Channel> channelType() {
		return this.transport.channelType();
	}

	HostResolver resolver() {
		return this.resolver;
	}

	/**
	 * Ends the threads and waits for them a few seconds at most. Idempotent.
	 */
	@Override
	public void close() {
		this.resolver.close();
		Future<?> ended = this.loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
		if (Thread.currentThread() instanceof IoThread) {
			return;
		}
		try {
			if (!ended.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("I/O threads did not end within {} s", CLOSE_SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The transports.
	 */
	public enum Kind {

		/** Epoll where Netty's native library is present, NIO otherwise. */
		AUTO,

		/** Java's own selectors. */
		NIO,

		/** Linux epoll, or failure. */
		EPOLL

	}

}
