package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A small certificate authority for tests, which is the JDK's {@code keytool}: one key
 * store with the authority and everybody it issued certificates to, and their PEM files
 * beside it.
 * <p>
 * Threading: not thread-safe.
 */
public final class Certificates {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final Path directory;

	private final Path store;

	/**
	 * Makes an authority.
	 * @param directory an empty directory for its files
	 */
	public Certificates(Path directory) {
		this.directory = directory;
		this.store = directory.resolve("everybody.p12");
		keytool("-alias", "ca", "-dname", "CN=Authority of " + directory.getFileName(), "-ext", "bc:c", "-validity",
				"30");
		writePem("ca");
	}

	/**
	 * Issues a certificate with its key, valid from yesterday on.
	 * @param name its alias and the name of its files
	 * @param alternativeNames for example {@code ip:127.0.0.1,dns:localhost}
	 */
	public Certificates issue(String name, String alternativeNames) {
		return issue(name, alternativeNames, "-1d", "30");
	}

	/**
	 * Issues a certificate that was valid until five days ago.
	 */
	public Certificates issueExpired(String name, String alternativeNames) {
		return issue(name, alternativeNames, "-10d", "5");
	}

	private Certificates issue(String name, String alternativeNames, String start, String days) {
		keytool("-alias", name, "-dname", "CN=" + name, "-signer", "ca", "-ext", "san=" + alternativeNames,
				"-startdate", start, "-validity", days);
		writePem(name);
		return this;
	}

	/** The PEM file of a certificate. */
	public Path certificate(String name) {
		return this.directory.resolve(name + ".pem");
	}

	/** The PEM file of a key. */
	public Path key(String name) {
		return this.directory.resolve(name + ".key");
	}

	/** The key store that holds one certificate with its key. */
	public KeyStore keyStore(String name) {
		try {
			KeyStore single = KeyStore.getInstance("PKCS12");
			single.load(null, null);
			KeyStore all = load();
			single.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
			return single;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The password of the key stores. */
	public char[] password() {
		return PASSWORD.clone();
	}

	private void writePem(String name) {
		try {
			KeyStore all = load();
			Certificate certificate = all.getCertificate(name);
			Key key = all.getKey(name, PASSWORD);
			Files.writeString(certificate(name), pem("CERTIFICATE", certificate.getEncoded()));
			Files.writeString(key(name), pem("PRIVATE KEY", key.getEncoded()));
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyStore load() throws GeneralSecurityException, IOException {
		KeyStore all = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.store)) {
			all.load(in, PASSWORD);
		}
		return all;
	}

	private static String pem(String kind, byte[] bytes) {
		return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(bytes)
				+ "\n-----END " + kind + "-----\n";
	}

	private void keytool(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
						"EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-keystore", this.store.toString(),
						"-storepass", new String(PASSWORD)));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
