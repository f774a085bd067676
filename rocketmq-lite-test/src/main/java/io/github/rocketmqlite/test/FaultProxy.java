package io.github.rocketmqlite.test;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a server, which breaks the connections in the ways of
 * {@link FaultMode}. The mode may change at any time and then holds for connections that
 * exist as well; the address stays the same.
 * <p>
 * A broker tells clients its own address through the name server. To have them come
 * through a proxy, give them the proxy's address with
 * {@link ScriptedBroker#routeTo(String, String, String, int)}.
 * <p>
 * Threading: thread-safe. Each connection has two threads of its own.
 */
public final class FaultProxy implements AutoCloseable {

	private static final int CONNECT_MILLIS = 5_000;

	private final InetSocketAddress target;

	private final InetSocketAddress address;

	private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();

	private final AtomicInteger opened = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition modeChanged = this.lock.newCondition();

	/** Guarded by the lock. */
	private FaultMode mode = FaultMode.PASS;

	/** Held while the mode changes and when the proxy closes; taken before the other. */
	private final ReentrantLock listening = new ReentrantLock();

	/** Guarded by the lock of listening; null while connections are not accepted. */
	private @Nullable Acceptor acceptor;

	/** Guarded by the lock of listening; null unless connects hang. */
	private @Nullable FullListener full;

	/** Guarded by the lock. */
	private boolean closed;

	private FaultProxy(InetSocketAddress target, InetSocketAddress address) {
		this.target = target;
		this.address = address;
	}

	/**
	 * Starts a proxy on a free port of the loopback interface, in mode
	 * {@link FaultMode#PASS}.
	 * @param target the server's address, in the form {@code host:port}
	 * @return the running proxy, which the caller closes
	 */
	public static FaultProxy to(String target) {
		FaultProxy proxy = new FaultProxy(Ports.socketAddress(target),
				Ports.socketAddress("127.0.0.1:" + Ports.free()));
		proxy.mode(FaultMode.PASS);
		return proxy;
	}

	/**
	 * The address to connect to, in the form {@code 127.0.0.1:port}.
	 */
	public String address() {
		return "127.0.0.1:" + this.address.getPort();
	}

	/**
	 * How many connections clients have opened through this proxy so far; refused ones do
	 * not count.
	 */
	public int connectionsOpened() {
		return this.opened.get();
	}

	/**
	 * How many connections are open now.
	 */
	public int connections() {
		return this.connections.size();
	}

	/**
	 * Changes the mode, from the next bytes on.
	 * @param mode the new mode
	 * @throws IllegalStateException if the proxy is closed
	 */
	public void mode(FaultMode mode) {
		this.listening.lock();
		try {
			change(mode);
			listen(mode);
		}
		finally {
			this.listening.unlock();
		}
	}

	private void change(FaultMode next) {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new IllegalStateException("The proxy at " + address() + " is closed");
			}
			this.mode = next;
			this.modeChanged.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void listen(FaultMode next) {
		if (next.accepts() && this.acceptor != null) {
			return;
		}
		stopListening();
		if (next == FaultMode.HANG) {
			this.full = FullListener.listen(this.address);
		}
		else if (next.accepts()) {
			this.acceptor = Acceptor.listen(this.address, this::open);
		}
	}

	private void stopListening() {
		if (this.acceptor != null) {
			this.acceptor.close();
			this.acceptor = null;
		}
		if (this.full != null) {
			this.full.close();
			this.full = null;
		}
	}

	private void open(Socket client) {
		this.opened.incrementAndGet();
		ProxiedConnection connection = new ProxiedConnection(this, client, new Socket());
		this.connections.add(connection);
		if (isClosed()) {
			connection.close();
			return;
		}
		Daemons.start("proxy-connection", () -> {
			if (mode().reachesTarget() && !connection.connect(this.target, CONNECT_MILLIS)) {
				connection.close();
			}
			connection.start();
		});
	}

	private boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	FaultMode mode() {
		this.lock.lock();
		try {
			return this.mode;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Holds back the caller while the mode is {@link FaultMode#HALF_OPEN}.
	 */
	void awaitReading(ProxiedConnection connection) throws InterruptedException {
		this.lock.lock();
		try {
			while (this.mode == FaultMode.HALF_OPEN && connection.isOpen()) {
				this.modeChanged.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void ended(ProxiedConnection connection) {
		this.connections.remove(connection);
		this.lock.lock();
		try {
			this.modeChanged.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Closes all connections, in any mode; new ones are treated as the mode says.
	 */
	public void cutAll() {
		this.connections.forEach(ProxiedConnection::close);
	}

	/**
	 * Closes the port and all connections. Idempotent.
	 */
	@Override
	public void close() {
		this.listening.lock();
		try {
			this.lock.lock();
			try {
				this.closed = true;
			}
			finally {
				this.lock.unlock();
			}
			stopListening();
		}
		finally {
			this.listening.unlock();
		}
		cutAll();
	}

	@Override
	public String toString() {
		return "FaultProxy[" + address() + " -> " + this.target + ", " + mode() + "]";
	}

}
