package io.github.rocketmqlite.client;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

import io.github.rocketmqlite.internal.namesrv.NameServers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name servers where the official clients look for them.
 * <p>
 * Threading: immutable.
 *
 * @param properties the system properties
 * @param variables the environment
 */
record EnvironmentNameServerResolver(Function<String, @Nullable String> properties,
		Function<String, @Nullable String> variables) implements NameServerResolver {

	private static final String PROPERTY = "rocketmq.namesrv.addr";

	private static final String VARIABLE = "NAMESRV_ADDR";

	@Override
	public List<String> resolve() throws IOException {
		String text = this.properties.apply(PROPERTY);
		if (text == null || text.isBlank()) {
			text = this.variables.apply(VARIABLE);
		}
		if (text == null || text.isBlank()) {
			throw new IOException("Neither the system property '" + PROPERTY + "' nor the environment variable '"
					+ VARIABLE + "' names a name server");
		}
		return NameServers.parse(text);
	}

	/**
	 * Names the two places.
	 */
	@Override
	public String toString() {
		return "EnvironmentNameServerResolver[" + PROPERTY + ", " + VARIABLE + "]";
	}

}
