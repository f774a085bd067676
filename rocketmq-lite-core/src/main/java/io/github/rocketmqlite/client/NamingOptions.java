package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Where a client belongs in a cluster that several share, and how it finds its name
 * servers. Everything is off unless it is asked for.
 * <p>
 * Threading: immutable.
 *
 * @param namespace the namespace of all topics and groups, which only servers see;
 * {@code null} for none
 * @param namespaceV2 the namespace that is sent beside the names, for proxies;
 * {@code null} for none
 * @param unitName the unit this client belongs to, the last part of its id; {@code null}
 * for none
 * @param unitMode whether the client is one of several units
 * @param zone the zone to whose brokers routes are limited; {@code null} for all
 * @param resolver finds the name servers; {@code null} for a list given by hand
 * @param resolveInterval how often the resolver is asked
 */
public record NamingOptions(@Nullable String namespace, @Nullable String namespaceV2, @Nullable String unitName,
		boolean unitMode, @Nullable String zone, @Nullable NameServerResolver resolver, Duration resolveInterval) {

	/** Nothing of it all. */
	public static final NamingOptions NONE = builder().build();

	public NamingOptions {
		Objects.requireNonNull(resolveInterval, "resolveInterval");
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects {@link NamingOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String namespace;

		private @Nullable String namespaceV2;

		private @Nullable String unitName;

		private boolean unitMode;

		private @Nullable String zone;

		private @Nullable NameServerResolver resolver;

		private Duration resolveInterval = Duration.ofMinutes(2);

		private Builder() {
		}

		/**
		 * Keeps all topics and groups apart from those of other namespaces: brokers see
		 * {@code namespace%name}, users the bare name. Default: none.
		 */
		public Builder namespace(@Nullable String namespace) {
			this.namespace = namespace;
			return this;
		}

		/**
		 * Sends a namespace beside the bare names; proxies tell tenants apart by it and
		 * brokers ignore it. Default: none.
		 */
		public Builder namespaceV2(@Nullable String namespaceV2) {
			this.namespaceV2 = namespaceV2;
			return this;
		}

		/**
		 * Appends the name of this client's unit to the client id. Default: none.
		 */
		public Builder unitName(@Nullable String unitName) {
			this.unitName = unitName;
			return this;
		}

		/**
		 * Tells brokers that this client is one of several units. Default: false.
		 */
		public Builder unitMode(boolean unitMode) {
			this.unitMode = unitMode;
			return this;
		}

		/**
		 * Asks name servers for the brokers of one zone only; name servers before 5.0
		 * give all. Default: all.
		 */
		public Builder zone(@Nullable String zone) {
			this.zone = zone;
			return this;
		}

		/**
		 * Finds the name servers instead of a list given by hand. Default: none.
		 */
		public Builder resolver(@Nullable NameServerResolver resolver) {
			this.resolver = resolver;
			return this;
		}

		/**
		 * How often the resolver is asked again. Default: 2 minutes.
		 */
		public Builder resolveInterval(Duration resolveInterval) {
			this.resolveInterval = Objects.requireNonNull(resolveInterval, "resolveInterval");
			return this;
		}

		/**
		 * Checks the options.
		 * @throws IllegalArgumentException naming the option that is wrong
		 */
		public NamingOptions build() {
			requireName("namespace", this.namespace);
			requireName("namespaceV2", this.namespaceV2);
			requireName("unitName", this.unitName);
			requireName("zone", this.zone);
			if (this.namespace != null) {
				new Namespace(this.namespace);
			}
			if (this.resolveInterval.toMillis() <= 0) {
				throw new IllegalArgumentException(
						"Naming option 'resolveInterval' must be at least 1 ms, but is " + this.resolveInterval);
			}
			return new NamingOptions(this.namespace, this.namespaceV2, this.unitName, this.unitMode, this.zone,
					this.resolver, this.resolveInterval);
		}

		private static void requireName(String option, @Nullable String name) {
			if (name != null && (name.isBlank() || name.chars().anyMatch((c) -> c <= ' '))) {
				throw new IllegalArgumentException(
						"Naming option '" + option + "' must be a name without spaces, but is '" + name + "'");
			}
		}

	}

}
