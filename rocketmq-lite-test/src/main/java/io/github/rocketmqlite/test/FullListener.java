package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A listening socket that accepts nothing and whose queue is full, so that the system
 * drops further connects without a word: to a client the server might as well be behind a
 * firewall that swallows packets.
 * <p>
 * Threading: thread-safe.
 */
final class FullListener implements AutoCloseable {

	private static final int BACKLOG = 1;

	private static final int MOST = 64;

	/** One that fails may be the fault of a busy machine. */
	private static final int FAILURES = 2;

	private static final int CONNECT_MILLIS = 150;

	private final ServerSocket listener;

	private final List<Socket> queue;

	private FullListener(ServerSocket listener, List<Socket> queue) {
		this.listener = listener;
		this.queue = queue;
	}

	static FullListener listen(InetSocketAddress address) {
		try {
			ServerSocket listener = new ServerSocket();
			listener.setReuseAddress(true);
			listener.bind(address, BACKLOG);
			return new FullListener(listener, fill(address));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen at " + address, ex);
		}
	}

	private static List<Socket> fill(InetSocketAddress address) throws IOException {
		List<Socket> queue = new ArrayList<>();
		int failures = 0;
		while (failures < FAILURES) {
			if (queue.size() == MOST) {
				throw new IOException("the queue of connects is not full after " + MOST);
			}
			Socket socket = new Socket();
			try {
				socket.connect(address, CONNECT_MILLIS);
				queue.add(socket);
				failures = 0;
			}
			catch (SocketTimeoutException ex) {
				socket.close();
				failures++;
			}
		}
		return queue;
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket socket : this.queue) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot stop listening at " + this.listener, ex);
		}
	}

}
