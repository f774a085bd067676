package io.github.rocketmqlite.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what happens to connections from event loops to the application's listeners, in
 * order. What waits for a slow listener is bounded by the pauses between connects.
 * <p>
 * Threading: thread-safe.
 */
final class ConnectionEvents implements ConnectionListener {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionEvents.class);

	private final List<ServerConnectionListener> listeners;

	private final Executor executor;

	private final BooleanSupplier closing;

	private final ReentrantLock lock = new ReentrantLock();

	// guarded by the lock
	private CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);

	ConnectionEvents(List<ServerConnectionListener> listeners, Executor executor, BooleanSupplier closing) {
		this.listeners = listeners;
		this.executor = executor;
		this.closing = closing;
	}

	@Override
	public void onReady(String address) {
		tell((listener) -> listener.onConnected(address));
	}

	@Override
	public void onLost(String address, Throwable cause) {
		if (!this.closing.getAsBoolean()) {
			tell((listener) -> listener.onDisconnected(address, cause));
		}
	}

	private void tell(Consumer<ServerConnectionListener> event) {
		if (this.listeners.isEmpty()) {
			return;
		}
		this.lock.lock();
		try {
			this.last = this.last.thenRunAsync(() -> this.listeners.forEach((listener) -> tell(listener, event)),
					this.executor);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void tell(ServerConnectionListener listener, Consumer<ServerConnectionListener> event) {
		try {
			event.accept(listener);
		}
		catch (Throwable failure) {
			logger.warn("Connection listener {} failed", listener, failure);
		}
	}

}
