package io.github.rocketmqlite.internal.remoting;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The way from here to the servers.
 * <p>
 * Threading: immutable.
 *
 * @param sockets how sockets are set up
 * @param proxies the proxies; the first that serves a server is used
 * @param allowed the only servers that may be connected to, {@code null} for all
 * @param vipChannel whether messages are sent to a broker's second port
 */
public record NetworkSettings(SocketSettings sockets, List<SocksProxy> proxies, @Nullable AddressRules allowed,
		boolean vipChannel) {

	/** Straight to every server, with sockets as they usually are. */
	public static final NetworkSettings DIRECT = new NetworkSettings(SocketSettings.DEFAULT, List.of(), null, false);

	public NetworkSettings {
		proxies = List.copyOf(proxies);
	}

	/**
	 * The same way to servers that no route names: any may be reached, on one port.
	 */
	public NetworkSettings toConfiguredServers() {
		return new NetworkSettings(this.sockets, this.proxies, null, false);
	}

	@Nullable SocksProxy proxyTo(ServerAddress server) {
		for (SocksProxy proxy : this.proxies) {
			if (proxy.serves(server)) {
				return proxy;
			}
		}
		return null;
	}

	/**
	 * Checks that a server may be connected to.
	 * @throws IllegalArgumentException naming the server and the rules
	 */
	void requireAllowed(ServerAddress server) {
		if (this.allowed != null && !this.allowed.match(server)) {
			throw new IllegalArgumentException("broker address " + server.host() + ":" + server.port()
					+ " is not among the allowed brokers " + this.allowed);
		}
	}

}
