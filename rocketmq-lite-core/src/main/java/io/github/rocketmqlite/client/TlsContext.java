package io.github.rocketmqlite.client;

import java.util.Collection;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.github.rocketmqlite.internal.remoting.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The TLS material in use, and the engines made with it. Connections keep what they were
 * made with; a reload counts for later ones, by which the client replaces them.
 * <p>
 * Threading: thread-safe; only loading reads files.
 */
final class TlsContext {

	private final TlsOptions options;

	private volatile SSLContext current;

	TlsContext(TlsOptions options) {
		this.options = options;
		this.current = options.load();
	}

	/**
	 * Loads the material anew; when that fails, the former one stays in use.
	 */
	void reload() {
		this.current = this.options.load();
	}

	SSLEngine newEngine(String address, ServerAddress target, Map<String, ? extends Collection<String>> brokers) {
		String expected = expectedHostName(address, brokers);
		SSLEngine engine = this.current.createSSLEngine((expected != null) ? expected : target.host(), target.port());
		engine.setUseClientMode(true);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setProtocols(this.options.protocols().toArray(String[]::new));
		// the JDK checks certificates, but not for whom they were issued, unless told to
		parameters.setEndpointIdentificationAlgorithm(this.options.verifiesHostNames() ? "HTTPS" : null);
		engine.setSSLParameters(parameters);
		return engine;
	}

	private @Nullable String expectedHostName(String address, Map<String, ? extends Collection<String>> brokers) {
		Map<String, String> names = this.options.expectedHostNames();
		String ofAddress = names.get(address);
		if (ofAddress != null || names.isEmpty()) {
			return ofAddress;
		}
		for (Map.Entry<String, ? extends Collection<String>> broker : brokers.entrySet()) {
			if (broker.getValue().contains(address) && names.containsKey(broker.getKey())) {
				return names.get(broker.getKey());
			}
		}
		return null;
	}

}
