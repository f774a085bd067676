package io.github.rocketmqlite.internal.remoting;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * An access key with what is needed to sign in its name. The secret does not show in any
 * text.
 * <p>
 * Threading: immutable; each signature works on a copy of the prepared code.
 */
public final class SigningKey {

	private static final String ALGORITHM = "HmacSHA1";

	private final String accessKey;

	private final @Nullable String securityToken;

	private final SecretKeySpec secret;

	private final Mac prepared;

	/**
	 * Prepares a key.
	 * @param accessKey the name brokers know
	 * @param secretKey the secret shared with them
	 * @param securityToken the token of temporary credentials
	 */
	public SigningKey(String accessKey, String secretKey, @Nullable String securityToken) {
		this.accessKey = accessKey;
		this.securityToken = securityToken;
		this.secret = new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), ALGORITHM);
		this.prepared = newMac();
	}

	String accessKey() {
		return this.accessKey;
	}

	@Nullable String securityToken() {
		return this.securityToken;
	}

	String sign(byte[] fields, byte[] body) {
		Mac mac = mac();
		mac.update(fields);
		return Base64.getEncoder().encodeToString(mac.doFinal(body));
	}

	private Mac mac() {
		try {
			return (Mac) this.prepared.clone();
		}
		catch (CloneNotSupportedException ex) {
			return newMac();
		}
	}

	private Mac newMac() {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.secret);
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java cannot compute " + ALGORITHM, ex);
		}
	}

	@Override
	public String toString() {
		return "SigningKey[" + this.accessKey + "]";
	}

}
