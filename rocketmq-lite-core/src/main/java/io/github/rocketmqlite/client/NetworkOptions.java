package io.github.rocketmqlite.client;

import java.util.List;

import io.github.rocketmqlite.internal.remoting.AddressRules;
import io.github.rocketmqlite.internal.remoting.NetworkSettings;
import io.github.rocketmqlite.internal.remoting.SocksProxy;

/**
 * The way from a client to its servers.
 * <p>
 * Threading: immutable.
 *
 * @param sockets how sockets are set up
 * @param proxies the proxies; the first that serves a server is used
 * @param allowedBrokers the networks and host patterns of the brokers that may be
 * connected to; empty for all
 * @param vipChannel whether messages are sent to a broker's second port
 * @param compactHeartbeats whether brokers that understand it get heartbeats without
 * subscriptions they know already
 */
public record NetworkOptions(TransportOptions sockets, List<ProxyOptions> proxies, List<String> allowedBrokers,
		boolean vipChannel, boolean compactHeartbeats) {

	/** Straight to every server. */
	public static final NetworkOptions DIRECT = new NetworkOptions(TransportOptions.DEFAULT, List.of(), List.of(),
			false, false);

	/**
	 * Checks the options.
	 * @throws IllegalArgumentException naming the rule that makes no sense
	 * @throws IllegalStateException when there is a proxy and the jar it needs is not
	 */
	public NetworkOptions {
		proxies = List.copyOf(proxies);
		allowedBrokers = List.copyOf(allowedBrokers);
		try {
			AddressRules.parse(allowedBrokers);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Client option 'allowedBrokers': " + ex.getMessage(), ex);
		}
		if (!proxies.isEmpty()) {
			SocksProxy.requireLibrary();
		}
	}

	NetworkSettings toBrokers() {
		return new NetworkSettings(this.sockets.toSettings(),
				this.proxies.stream().map(ProxyOptions::toSocksProxy).toList(),
				this.allowedBrokers.isEmpty() ? null : AddressRules.parse(this.allowedBrokers), this.vipChannel);
	}

}
