package io.github.rocketmqlite.internal.remoting;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one client have in common.
 * <p>
 * Threading: immutable, but for the counters.
 *
 * @param clientName the client's name in logs
 * @param options the options
 * @param io event loops, transport and resolver
 * @param handler answers requests of servers
 * @param listener learns of connections
 * @param counters counts what passes over the connections
 */
record ConnectionSettings(String clientName, RemotingOptions options, IoThreads io, ServerRequestHandler handler,
		ConnectionListener listener, TrafficCounters counters) {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionSettings.class);

	/**
	 * Tells the listener, whose failures are its own.
	 */
	void tellListener(Consumer<ConnectionListener> event) {
		try {
			event.accept(this.listener);
		}
		catch (RuntimeException ex) {
			logger.warn("[{}] A listener for connections failed", this.clientName, ex);
		}
	}

}
