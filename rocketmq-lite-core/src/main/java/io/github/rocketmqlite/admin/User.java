package io.github.rocketmqlite.admin;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A user of brokers with access control.
 * <p>
 * Threading: immutable. Its text does not show the password.
 *
 * @param name the name, which is the access key
 * @param password the secret key; {@code null} to leave it as it is, and when brokers
 * tell of the user
 * @param type what the user may do without a policy
 * @param enabled whether the user may do anything
 */
public record User(String name, @Nullable String password, Type type, boolean enabled) {

	/**
	 * Checks the user.
	 * @throws IllegalArgumentException when the name is blank
	 */
	public User {
		Objects.requireNonNull(type, "type");
		if (name.isBlank()) {
			throw new IllegalArgumentException("name must not be blank");
		}
	}

	/**
	 * A user who may do what policies allow.
	 */
	public static User normal(String name, @Nullable String password) {
		return new User(name, password, Type.NORMAL, true);
	}

	/**
	 * A user who may do everything.
	 */
	public static User superUser(String name, @Nullable String password) {
		return new User(name, password, Type.SUPER, true);
	}

	/**
	 * The same user, who may do nothing.
	 */
	public User disabled() {
		return new User(this.name, this.password, this.type, false);
	}

	@Override
	public String toString() {
		return "User[name=" + this.name + ", type=" + this.type + ", enabled=" + this.enabled + "]";
	}

	/**
	 * What a user may do without a policy.
	 */
	public enum Type {

		/** Everything. */
		SUPER,

		/** Nothing. */
		NORMAL

	}

}
