package io.github.rocketmqlite.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Encryption.
 */
public class SslProperties {

	/**
	 * Whether to encrypt all connections. Enabled automatically if 'bundle' is set.
	 */
	private @Nullable Boolean enabled;

	/**
	 * SSL bundle name. Without one, Java's own trusted certificates count.
	 */
	private @Nullable String bundle;

	/**
	 * Whether the certificate of a server must name the host it is reached at.
	 */
	private boolean verifyHostNames = true;

	/**
	 * Names that certificates of servers must have instead of their hosts, by host:port,
	 * which takes brackets as a key.
	 */
	private Map<String, String> expectedHostNames = new LinkedHashMap<>();

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	boolean determineEnabled() {
		return (this.enabled != null) ? this.enabled : this.bundle != null;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getBundle() {
		return this.bundle;
	}

	public void setBundle(@Nullable String bundle) {
		this.bundle = bundle;
	}

	public boolean isVerifyHostNames() {
		return this.verifyHostNames;
	}

	public void setVerifyHostNames(boolean verifyHostNames) {
		this.verifyHostNames = verifyHostNames;
	}

	public Map<String, String> getExpectedHostNames() {
		return this.expectedHostNames;
	}

	public void setExpectedHostNames(Map<String, String> expectedHostNames) {
		this.expectedHostNames = expectedHostNames;
	}

}
