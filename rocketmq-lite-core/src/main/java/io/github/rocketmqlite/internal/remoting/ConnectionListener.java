package io.github.rocketmqlite.internal.remoting;

/**
 * Learns when connections come and go. The session says who we are as soon as a
 * connection is there.
 * <p>
 * Threading: called on event loops; must not block.
 */
public interface ConnectionListener {

	/**
	 * A connection was established. Every call is followed by one of
	 * {@link #onLost(String, Throwable)}.
	 */
	default void onReady(String address) {
	}

	/**
	 * A connection that was ready is gone: lost, refused after an error, idle for too
	 * long, or closed by us.
	 */
	default void onLost(String address, Throwable cause) {
	}

}
