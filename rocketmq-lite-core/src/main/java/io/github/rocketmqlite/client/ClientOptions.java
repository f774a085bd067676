package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.List;

/**
 * How a client reaches its cluster and what it may use of this machine. Built by
 * {@link RocketClient#builder()}, where the defaults are stated.
 * <p>
 * Threading: immutable.
 *
 * @param nameServers the name servers, {@code host:port}
 * @param clientId the id by which brokers tell this client from others
 * @param connectTimeout the most time one connection attempt may take
 * @param requestTimeout the most time one request that is not a send may take
 * @param routeRefreshInterval how often the routes of topics in use are asked for again
 * @param heartbeatInterval how often the brokers are told that this client lives
 * @param rebalanceInterval how often consumers check which queues are theirs
 * @param transport the way to the operating system's sockets
 * @param ioThreads how many event loops carry all connections
 * @param callbackThreads how many threads complete the application's futures
 * @param maxFrameBytes the largest frame accepted from a server
 * @param maxCachedBytes the most bytes of received messages held by all consumers
 * @param headerFormat how request headers are written where the command allows it
 * @param sendLimits how much all producers may have under way
 * @param naming namespace, unit, zone and discovery of name servers
 * @param inputLimits how much of what servers send is taken in
 * @param network sockets, proxies and the brokers that may be reached
 */
public record ClientOptions(List<String> nameServers, String clientId, Duration connectTimeout, Duration requestTimeout,
		Duration routeRefreshInterval, Duration heartbeatInterval, Duration rebalanceInterval, Transport transport,
		int ioThreads, int callbackThreads, int maxFrameBytes, long maxCachedBytes, HeaderFormat headerFormat,
		SendLimits sendLimits, NamingOptions naming, InputLimits inputLimits, NetworkOptions network) {

	public ClientOptions {
		nameServers = List.copyOf(nameServers);
	}

	/**
	 * The ways to the operating system's sockets.
	 */
	public enum Transport {

		/** Epoll where Netty's native library is present, NIO otherwise. */
		AUTO,

		/** Java's own selectors. */
		NIO,

		/** Linux epoll; the client fails to start without Netty's native library. */
		EPOLL

	}

	/**
	 * How request headers are written.
	 */
	public enum HeaderFormat {

		/** The compact form, where a command's code fits into 16 bits. */
		BINARY,

		/** Text, understood by every peer and every packet analyser. */
		JSON

	}

}
