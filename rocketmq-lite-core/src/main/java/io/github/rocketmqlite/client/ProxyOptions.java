package io.github.rocketmqlite.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.internal.remoting.AddressRules;
import io.github.rocketmqlite.internal.remoting.ServerAddress;
import io.github.rocketmqlite.internal.remoting.SocksProxy;
import org.jspecify.annotations.Nullable;

/**
 * A SOCKS5 proxy, and which name servers and brokers are reached through it. Needs the
 * jar {@code io.netty:netty-handler-proxy} with its dependency
 * {@code io.netty:netty-codec-socks}, which this library does not bring along.
 * <p>
 * Destinations are compared as options and routes write them, with networks such as
 * {@code 10.0.0.0/8} or {@code fd00::/8} and host patterns such as {@code *.example.org}.
 * A host name is not resolved for that, so networks hold literal addresses only;
 * {@code 0.0.0.0/0} holds everything. What no proxy serves is connected to directly.
 * <p>
 * The password does not show in {@link #toString()}. SOCKS5 itself sends it in plaintext
 * to the proxy; TLS, where it is asked for, begins behind the proxy, with the server.
 * <p>
 * Threading: immutable.
 */
public final class ProxyOptions {

	/** RFC 1929 gives the length one byte. */
	private static final int MAX_CREDENTIAL_BYTES = 255;

	private final SocksProxy proxy;

	private final String address;

	private final List<String> destinations;

	private final List<String> exceptions;

	private ProxyOptions(Builder builder) {
		this.address = builder.address;
		this.destinations = builder.destinations.isEmpty() ? List.of("*") : List.copyOf(builder.destinations);
		this.exceptions = List.copyOf(builder.exceptions);
		this.proxy = new SocksProxy(ServerAddress.parse(builder.address), builder.user, builder.password,
				rules("destinations", this.destinations), rules("except", this.exceptions), builder.resolvesNames);
	}

	/**
	 * Describes a proxy.
	 * @param address where it listens, {@code host:port}; the name is resolved here
	 */
	public static Builder builder(String address) {
		return new Builder(address);
	}

	/**
	 * Where the proxy listens.
	 */
	public String address() {
		return this.address;
	}

	/**
	 * The networks and host patterns that are reached through the proxy.
	 */
	public List<String> destinations() {
		return this.destinations;
	}

	/**
	 * The networks and host patterns that are reached without it all the same.
	 */
	public List<String> exceptions() {
		return this.exceptions;
	}

	SocksProxy toSocksProxy() {
		return this.proxy;
	}

	private static AddressRules rules(String option, List<String> rules) {
		try {
			return AddressRules.parse(rules);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Proxy option '" + option + "': " + ex.getMessage(), ex);
		}
	}

	@Override
	public String toString() {
		return "ProxyOptions[" + this.proxy + " to " + this.destinations
				+ (this.exceptions.isEmpty() ? "" : " except " + this.exceptions) + "]";
	}

	/**
	 * Collects {@link ProxyOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private final String address;

		private final List<String> destinations = new ArrayList<>();

		private final List<String> exceptions = new ArrayList<>();

		private @Nullable String user;

		private @Nullable String password;

		private boolean resolvesNames = true;

		private Builder(String address) {
			this.address = Objects.requireNonNull(address, "address");
		}

		/**
		 * Who the client is for the proxy, 1 to 255 bytes each. Default: no
		 * authentication.
		 */
		public Builder credentials(String user, String password) {
			this.user = Objects.requireNonNull(user, "user");
			this.password = Objects.requireNonNull(password, "password");
			return this;
		}

		/**
		 * The networks and host patterns that are reached through the proxy. Several
		 * calls add up. Default: all.
		 */
		public Builder destinations(String... rules) {
			this.destinations.addAll(List.of(rules));
			return this;
		}

		/**
		 * The networks and host patterns that are reached without it all the same.
		 * Several calls add up. Default: none.
		 */
		public Builder except(String... rules) {
			this.exceptions.addAll(List.of(rules));
			return this;
		}

		/**
		 * Whether the proxy resolves the host names of servers, which often only it can;
		 * otherwise they are resolved here. Default: true.
		 */
		public Builder resolvesNames(boolean resolvesNames) {
			this.resolvesNames = resolvesNames;
			return this;
		}

		/**
		 * Checks the options.
		 * @throws IllegalArgumentException naming the option that is wrong
		 */
		public ProxyOptions build() {
			requireLength("user", this.user);
			requireLength("password", this.password);
			try {
				ServerAddress.parse(this.address);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("Proxy option 'address': " + ex.getMessage(), ex);
			}
			return new ProxyOptions(this);
		}

		// without the value, which may be the password
		private static void requireLength(String option, @Nullable String value) {
			int bytes = (value != null) ? value.getBytes(StandardCharsets.UTF_8).length : 1;
			if (bytes < 1 || bytes > MAX_CREDENTIAL_BYTES) {
				throw new IllegalArgumentException("Proxy option '" + option + "' must have 1 to "
						+ MAX_CREDENTIAL_BYTES + " bytes, but has " + bytes);
			}
		}

	}

}
