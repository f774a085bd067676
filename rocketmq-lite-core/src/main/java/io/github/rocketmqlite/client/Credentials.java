package io.github.rocketmqlite.client;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Who the client is for brokers with access control. Neither the secret key nor the
 * security token shows in {@link #toString()}, and equality is identity, so that nothing
 * can be learned of them by comparing.
 * <p>
 * Threading: immutable.
 */
public final class Credentials implements CredentialsProvider {

	private final String accessKey;

	private final String secretKey;

	private final @Nullable String securityToken;

	private Credentials(String accessKey, String secretKey, @Nullable String securityToken) {
		this.accessKey = requireText("accessKey", accessKey);
		this.secretKey = requireText("secretKey", secretKey);
		this.securityToken = (securityToken != null) ? requireText("securityToken", securityToken) : null;
	}

	/**
	 * Lasting credentials.
	 * @param accessKey the access key, which newer brokers call the user's name
	 * @param secretKey the secret key, or the user's password
	 */
	public static Credentials of(String accessKey, String secretKey) {
		return new Credentials(accessKey, secretKey, null);
	}

	/**
	 * Temporary credentials.
	 * @param accessKey the access key
	 * @param secretKey the secret key
	 * @param securityToken the token that was issued with them
	 */
	public static Credentials of(String accessKey, String secretKey, String securityToken) {
		return new Credentials(accessKey, secretKey, Objects.requireNonNull(securityToken, "securityToken"));
	}

	public String accessKey() {
		return this.accessKey;
	}

	String secretKey() {
		return this.secretKey;
	}

	@Nullable String securityToken() {
		return this.securityToken;
	}

	@Override
	public Credentials credentials() {
		return this;
	}

	private static String requireText(String what, String value) {
		if (Objects.requireNonNull(value, what).isBlank()) {
			throw new IllegalArgumentException(what + " must not be blank");
		}
		return value;
	}

	@Override
	public String toString() {
		return "Credentials[accessKey=" + this.accessKey + "]";
	}

}
