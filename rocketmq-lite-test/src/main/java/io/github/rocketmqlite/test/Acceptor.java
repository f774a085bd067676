package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A listening socket and the thread that accepts its connections.
 * <p>
 * Threading: thread-safe; connections are handed over on the accepting thread.
 */
final class Acceptor implements AutoCloseable {

	private static final int BACKLOG = 50;

	private static final long CLOSE_SECONDS = 10;

	private final ServerSocket listener;

	private final CountDownLatch ended = new CountDownLatch(1);

	private Acceptor(ServerSocket listener) {
		this.listener = listener;
	}

	/**
	 * Listens at the address, where port 0 means any.
	 * @param onConnection gets each connection; must not block for long
	 */
	static Acceptor listen(InetSocketAddress address, Consumer<Socket> onConnection) {
		try {
			ServerSocket listener = new ServerSocket();
			listener.setReuseAddress(true);
			listener.bind(address, BACKLOG);
			Acceptor acceptor = new Acceptor(listener);
			Daemons.start("acceptor", () -> acceptor.accept(onConnection));
			return acceptor;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen at " + address, ex);
		}
	}

	private void accept(Consumer<Socket> onConnection) {
		try {
			while (!this.listener.isClosed()) {
				acceptOne(onConnection);
			}
		}
		finally {
			this.ended.countDown();
		}
	}

	private void acceptOne(Consumer<Socket> onConnection) {
		try {
			onConnection.accept(this.listener.accept());
		}
		catch (IOException ex) {
			// closed, or a connection that ended before it was accepted
		}
	}

	String address() {
		return "127.0.0.1:" + this.listener.getLocalPort();
	}

	/**
	 * Stops listening and returns when connections are refused. The system keeps the
	 * socket open for as long as a thread waits in it, hence the wait for that thread.
	 */
	@Override
	public void close() {
		try {
			this.listener.close();
			if (!this.ended.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The listener at " + address() + " does not end");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot stop listening at " + address(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
