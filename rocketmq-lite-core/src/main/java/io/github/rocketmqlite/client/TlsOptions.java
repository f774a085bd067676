package io.github.rocketmqlite.client;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted and whom they trust. With these options no connection is
 * ever used in plaintext: what cannot be loaded fails the client's start, and a server
 * that is not the one it should be is not talked to.
 * <p>
 * {@link RocketClient#reloadTls()} reads all files and asks all suppliers again.
 * <p>
 * Threading: immutable.
 */
public final class TlsOptions {

	private static final Set<String> KNOWN_PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

	private final Supplier<SSLContext> source;

	private final boolean verifyHostNames;

	private final Map<String, String> expectedHostNames;

	private final List<String> protocols;

	private TlsOptions(Builder builder) {
		this.source = builder.source();
		this.verifyHostNames = builder.verifyHostNames;
		this.expectedHostNames = Map.copyOf(builder.expectedHostNames);
		this.protocols = builder.protocols;
	}

	public static Builder builder() {
		return new Builder();
	}

	SSLContext load() {
		try {
			return Objects.requireNonNull(this.source.get(), "the supplier of the SSLContext returned null");
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Client option 'tls' cannot be used: " + ex.getMessage(), ex);
		}
	}

	boolean verifiesHostNames() {
		return this.verifyHostNames;
	}

	Map<String, String> expectedHostNames() {
		return this.expectedHostNames;
	}

	List<String> protocols() {
		return this.protocols;
	}

	@Override
	public String toString() {
		return "TlsOptions[protocols=" + this.protocols + ", verifyHostNames=" + this.verifyHostNames
				+ ", expectedHostNames=" + this.expectedHostNames + "]";
	}

	/**
	 * Collects TLS options. Without any, servers need a certificate that Java itself
	 * trusts and that names the host or address they are reached by. Not thread-safe.
	 */
	public static final class Builder {

		private final List<Path> trustedCertificates = new ArrayList<>();

		private final Map<String, String> expectedHostNames = new HashMap<>();

		private @Nullable KeyStore trustStore;

		private @Nullable Supplier<KeyManager[]> keyManagers;

		private @Nullable Supplier<SSLContext> sslContext;

		private boolean verifyHostNames = true;

		private List<String> protocols = List.of("TLSv1.3", "TLSv1.2");

		private Builder() {
		}

		/**
		 * Trusts the certificates in a PEM file, usually those of the authority that
		 * issued the servers' certificates, and no others. Several calls add up.
		 */
		public Builder trustedCertificates(Path pemFile) {
			this.trustedCertificates.add(Objects.requireNonNull(pemFile, "pemFile"));
			return this;
		}

		/**
		 * Trusts the certificates in a key store, and no others.
		 */
		public Builder trustStore(KeyStore trustStore) {
			this.trustStore = Objects.requireNonNull(trustStore, "trustStore");
			return this;
		}

		/**
		 * Shows servers a certificate of the client's own.
		 * @param certificatePemFile the certificate, followed by those of its issuers
		 * @param keyPemFile its key, unencrypted, in PKCS#8 form
		 * ({@code BEGIN PRIVATE KEY})
		 */
		public Builder clientCertificate(Path certificatePemFile, Path keyPemFile) {
			Objects.requireNonNull(certificatePemFile, "certificatePemFile");
			Objects.requireNonNull(keyPemFile, "keyPemFile");
			this.keyManagers = () -> TlsMaterial.keyManagers(PemFiles.certificates(certificatePemFile),
					PemFiles.privateKey(keyPemFile), keyPemFile);
			return this;
		}

		/**
		 * Shows servers a certificate of the client's own.
		 * @param keyStore holds the certificate and its key
		 * @param password the password of the key
		 */
		public Builder clientCertificate(KeyStore keyStore, char[] password) {
			Objects.requireNonNull(keyStore, "keyStore");
			char[] copy = password.clone();
			this.keyManagers = () -> TlsMaterial.keyManagers(keyStore, copy);
			return this;
		}

		/**
		 * Uses contexts made elsewhere instead of files and key stores. Asked when the
		 * client starts and at each reload. Whom such a context trusts is its own affair;
		 * host names are verified nevertheless.
		 */
		public Builder sslContext(Supplier<SSLContext> sslContext) {
			this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
			return this;
		}

		/**
		 * Whether a server's certificate has to name the host or address that the server
		 * is reached by. Default: true. Without it, whoever has a certificate of the same
		 * authority can pass for any server; prefer {@link #expectedHostName}.
		 */
		public Builder verifyHostNames(boolean verifyHostNames) {
			this.verifyHostNames = verifyHostNames;
			return this;
		}

		/**
		 * The name in a server's certificate, where it differs from the host or address
		 * that the server is reached by. It is also the name asked for (SNI).
		 * @param server a broker's name, or an address of the form {@code host:port}
		 * @param hostName the name to expect
		 */
		public Builder expectedHostName(String server, String hostName) {
			this.expectedHostNames.put(server, hostName);
			return this;
		}

		/**
		 * The versions of the protocol. Default: {@code TLSv1.3} and {@code TLSv1.2},
		 * which are all that may be chosen from.
		 */
		public Builder protocols(String... protocols) {
			this.protocols = List.of(protocols);
			return this;
		}

		/**
		 * Checks the options. Files are read when the client is built.
		 * @throws IllegalArgumentException naming the option that is wrong
		 */
		public TlsOptions build() {
			if (this.protocols.isEmpty() || !KNOWN_PROTOCOLS.containsAll(this.protocols)) {
				throw new IllegalArgumentException("TLS option 'protocols' must be some of TLSv1.2 and TLSv1.3, but is "
						+ String.join(", ", this.protocols));
			}
			if (this.sslContext != null
					&& (!this.trustedCertificates.isEmpty() || this.trustStore != null || this.keyManagers != null)) {
				throw new IllegalArgumentException(
						"TLS option 'sslContext' takes the place of trusted and client certificates: set one or the other");
			}
			if (this.trustStore != null && !this.trustedCertificates.isEmpty()) {
				throw new IllegalArgumentException(
						"TLS options 'trustStore' and 'trustedCertificates' exclude each other");
			}
			return new TlsOptions(this);
		}

		private Supplier<SSLContext> source() {
			if (this.sslContext != null) {
				return this.sslContext;
			}
			List<Path> trusted = List.copyOf(this.trustedCertificates);
			KeyStore store = this.trustStore;
			Supplier<KeyManager[]> keys = this.keyManagers;
			return () -> {
				TrustManager[] trust = trusted.isEmpty() ? TlsMaterial.trustManagers(store)
						: TlsMaterial.trustManagers(trusted);
				return context((keys != null) ? keys.get() : null, trust);
			};
		}

		@SuppressWarnings("NullAway") // null stands for Java's own random numbers
		private static SSLContext context(KeyManager @Nullable [] keys, TrustManager[] trust) {
			try {
				SSLContext context = SSLContext.getInstance("TLS");
				context.init((keys != null) ? keys : new KeyManager[0], trust, null);
				return context;
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalArgumentException("this Java cannot set up TLS: " + ex.getMessage(), ex);
			}
		}

	}

}
