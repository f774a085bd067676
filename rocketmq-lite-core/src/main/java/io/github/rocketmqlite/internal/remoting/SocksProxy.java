package io.github.rocketmqlite.internal.remoting;

import java.net.InetSocketAddress;

import io.netty.channel.Channel;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A SOCKS5 proxy (RFC 1928, RFC 1929) and the servers that are reached through it. The
 * work is done by Netty, in the optional jar {@code netty-handler-proxy}.
 * <p>
 * Threading: immutable.
 */
public final class SocksProxy {

	private final ServerAddress address;

	private final @Nullable String user;

	private final @Nullable String password;

	private final AddressRules destinations;

	private final AddressRules exceptions;

	private final boolean resolvesNames;

	/**
	 * Describes a proxy.
	 * @param address where it listens
	 * @param user who the client is for the proxy, {@code null} without authentication
	 * @param password the password of the user
	 * @param destinations the servers behind it
	 * @param exceptions those of them that are reached without it
	 * @param resolvesNames whether the proxy looks up the names of servers, not we
	 */
	public SocksProxy(ServerAddress address, @Nullable String user, @Nullable String password,
			AddressRules destinations, AddressRules exceptions, boolean resolvesNames) {
		this.address = address;
		this.user = user;
		this.password = password;
		this.destinations = destinations;
		this.exceptions = exceptions;
		this.resolvesNames = resolvesNames;
	}

	/**
	 * Refuses to go on without the jars that proxies need.
	 * @throws IllegalStateException naming them
	 */
	public static void requireLibrary() {
		try {
			Netty.load();
		}
		catch (LinkageError ex) {
			throw new IllegalStateException("A SOCKS5 proxy needs the jar io.netty:netty-handler-proxy with its "
					+ "dependency netty-codec-socks on the class path", ex);
		}
	}

	boolean serves(ServerAddress server) {
		return this.destinations.match(server) && !this.exceptions.match(server);
	}

	ServerAddress address() {
		return this.address;
	}

	boolean resolvesNames() {
		return this.resolvesNames;
	}

	/**
	 * Puts the proxy in front of all other handlers of a channel that is not connected.
	 * @param resolved one of the proxy's addresses
	 */
	void addTo(Channel channel, InetSocketAddress resolved) {
		Netty.addTo(channel, resolved, this.user, this.password);
	}

	/**
	 * Succeeds when the proxy has reached the server.
	 */
	static Future<Channel> reached(Channel channel) {
		return Netty.reached(channel);
	}

	// without the password
	@Override
	public String toString() {
		return this.address.host() + ":" + this.address.port() + ((this.user != null) ? " as " + this.user : "");
	}

	/**
	 * Keeps the optional classes out of the verification of the outer class.
	 */
	private static final class Netty {

		static void load() {
			new Socks5ProxyHandler(InetSocketAddress.createUnresolved("localhost", 1_080));
		}

		static void addTo(Channel channel, InetSocketAddress proxy, @Nullable String user, @Nullable String password) {
			Socks5ProxyHandler handler = new Socks5ProxyHandler(proxy, user, password);
			// the deadline of the whole connect attempt ends a negotiation that hangs
			handler.setConnectTimeoutMillis(0);
			channel.pipeline().addFirst(handler);
		}

		static Future<Channel> reached(Channel channel) {
			return channel.pipeline().get(ProxyHandler.class).connectFuture();
		}

	}

}
