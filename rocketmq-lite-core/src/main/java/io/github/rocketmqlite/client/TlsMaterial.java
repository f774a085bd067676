package io.github.rocketmqlite.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * Turns certificates and keys into what an SSL context is made of.
 * <p>
 * Threading: stateless.
 */
final class TlsMaterial {

	private static final char[] NO_PASSWORD = new char[0];

	private TlsMaterial() {
	}

	static TrustManager[] trustManagers(List<Path> pemFiles) {
		try {
			KeyStore store = emptyStore();
			int number = 0;
			for (Path file : pemFiles) {
				for (X509Certificate certificate : PemFiles.certificates(file)) {
					store.setCertificateEntry("trusted-" + number++, certificate);
				}
			}
			return trustManagers(store);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalArgumentException("the trusted certificates of " + pemFiles + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Trusts what a store holds, or what Java itself trusts if there is none.
	 */
	@SuppressWarnings("NullAway") // null stands for Java's own trust store
	static TrustManager[] trustManagers(@Nullable KeyStore store) {
		try {
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(store);
			return factory.getTrustManagers();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("the trust store: " + ex.getMessage(), ex);
		}
	}

	static KeyManager[] keyManagers(List<X509Certificate> chain, PrivateKey key, Path keyFile) {
		try {
			KeyStore store = emptyStore();
			store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
			return keyManagers(store, NO_PASSWORD);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalArgumentException("the client's key " + keyFile + ": " + ex.getMessage(), ex);
		}
	}

	static KeyManager[] keyManagers(KeyStore store, char[] password) {
		try {
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(store, password);
			return factory.getKeyManagers();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("the client's key store: " + ex.getMessage(), ex);
		}
	}

	@SuppressWarnings("NullAway") // null stands for a store that is not read from
									// anywhere
	private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

}
