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
 * @param vip whether these connections lead to the second ports of brokers
 */
record ConnectionSettings(String clientName, RemotingOptions options, IoThreads io, ServerRequestHandler handler,
		ConnectionListener listener, TrafficCounters counters, boolean vip) {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionSettings.class);

	/**
	 * The same for connections to second ports, of which nobody else hears: a heartbeat
	 * over one of them would make this client two for the broker.
	 */
	ConnectionSettings toVip() {
		return new ConnectionSettings(this.clientName, this.options, this.io, this.handler, new ConnectionListener() {
		}, this.counters, true);
	}

	/**
	 * How routes and options name the server with this address.
	 */
	String listedAddress(String address) {
		return this.vip ? VipChannels.listedAddress(address) : address;
	}

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
