package io.github.rocketmqlite.spring.observation;

import java.util.function.Supplier;

import io.github.rocketmqlite.client.ClientOptions;
import org.jspecify.annotations.Nullable;

/**
 * The client whose sends and listeners are observed.
 * <p>
 * Threading: thread-safe.
 *
 * @param cluster the name of its cluster in the application
 * @param options its options, which exist only once the client is made
 */
public record ObservedClient(String cluster, Supplier<@Nullable ClientOptions> options) {

	/**
	 * Of a client of which nothing is known.
	 */
	public static ObservedClient of(String cluster) {
		return new ObservedClient(cluster, () -> null);
	}

	@Nullable String namespace() {
		ClientOptions known = this.options.get();
		return (known != null) ? known.naming().namespace() : null;
	}

	@Nullable String clientId() {
		ClientOptions known = this.options.get();
		return (known != null) ? known.clientId() : null;
	}

}
