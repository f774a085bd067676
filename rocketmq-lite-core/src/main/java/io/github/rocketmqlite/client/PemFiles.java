package io.github.rocketmqlite.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys from PEM files; errors name the file and never show what is
 * in it.
 * <p>
 * Threading: stateless; reads files.
 */
final class PemFiles {

	private static final Pattern KEY = Pattern
		.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END \\1PRIVATE KEY-----");

	private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

	private PemFiles() {
	}

	static List<X509Certificate> certificates(Path file) {
		try {
			List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
				.generateCertificates(new ByteArrayInputStream(read(file)))
				.stream()
				.map(X509Certificate.class::cast)
				.toList();
			if (certificates.isEmpty()) {
				throw new IllegalArgumentException("the file " + file + " holds no certificate");
			}
			return certificates;
		}
		catch (CertificateException ex) {
			throw new IllegalArgumentException("the file " + file + " does not hold certificates in PEM form", ex);
		}
	}

	static PrivateKey privateKey(Path file) {
		Matcher matcher = KEY.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
		if (!matcher.find()) {
			throw new IllegalArgumentException("the file " + file + " holds no private key in PEM form");
		}
		if (!matcher.group(1).isEmpty()) {
			throw new IllegalArgumentException("the key in " + file + " is of the kind '" + matcher.group(1).trim()
					+ "'; convert it with: openssl pkcs8 -topk8 -nocrypt");
		}
		try {
			return privateKey(file, Base64.getMimeDecoder().decode(matcher.group(2)));
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"the key in " + file + " cannot be read as a key of the kinds " + String.join(", ", ALGORITHMS),
					ex);
		}
	}

	private static PrivateKey privateKey(Path file, byte[] encoded) throws GeneralSecurityException {
		PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
		InvalidKeySpecException problem = new InvalidKeySpecException(file.toString());
		for (String algorithm : ALGORITHMS) {
			try {
				return KeyFactory.getInstance(algorithm).generatePrivate(spec);
			}
			catch (InvalidKeySpecException ex) {
				problem.addSuppressed(ex);
			}
		}
		throw problem;
	}

	private static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("the file " + file + " cannot be read: " + ex.getClass().getSimpleName(),
					ex);
		}
	}

}
