package io.github.rocketmqlite.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A SOCKS5 proxy on the way to the servers.
 */
public class ProxyProperties {

	/**
	 * Address of the SOCKS5 proxy, host:port. No proxy if not set.
	 */
	private @Nullable String address;

	/**
	 * User name at the proxy.
	 */
	private @Nullable String user;

	/**
	 * Password at the proxy.
	 */
	private @Nullable String password;

	/**
	 * Comma-separated list of the servers that are reached through the proxy: networks
	 * and host patterns. All if empty.
	 */
	private List<String> destinations = new ArrayList<>();

	/**
	 * Comma-separated list of the servers that are reached directly in spite of that.
	 */
	private List<String> except = new ArrayList<>();

	/**
	 * Whether the proxy looks up the names of servers.
	 */
	private boolean resolvesNames = false;

	public @Nullable String getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable String address) {
		this.address = address;
	}

	public @Nullable String getUser() {
		return this.user;
	}

	public void setUser(@Nullable String user) {
		this.user = user;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public List<String> getDestinations() {
		return this.destinations;
	}

	public void setDestinations(List<String> destinations) {
		this.destinations = destinations;
	}

	public List<String> getExcept() {
		return this.except;
	}

	public void setExcept(List<String> except) {
		this.except = except;
	}

	public boolean isResolvesNames() {
		return this.resolvesNames;
	}

	public void setResolvesNames(boolean resolvesNames) {
		this.resolvesNames = resolvesNames;
	}

}
