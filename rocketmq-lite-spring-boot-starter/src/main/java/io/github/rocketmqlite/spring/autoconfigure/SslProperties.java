package io.github.rocketmqlite.spring.autoconfigure;

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

}
