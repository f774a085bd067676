package io.github.rocketmqlite.client;

/**
 * Told when connections to name servers and brokers come and go. Connections are made
 * when they are needed; what this client closes itself while it is closed is not told.
 * <p>
 * Threading: called on the client's callback threads, one call at a time and in the order
 * of events; exceptions are logged and change nothing. Must not block.
 */
public interface ServerConnectionListener {

	/**
	 * A connection was established. It is told of its end later.
	 * @param address {@code host:port} of the server
	 */
	default void onConnected(String address) {
	}

	/**
	 * A connection that was established is gone: lost, closed by the server or after an
	 * error, or given up because nothing uses it any more. The next request to the
	 * address makes another one.
	 * @param address {@code host:port} of the server
	 * @param cause why
	 */
	default void onDisconnected(String address, Throwable cause) {
	}

}
