package io.github.rocketmqlite.client;

import java.io.IOException;
import java.util.List;

import io.github.rocketmqlite.internal.namesrv.NameServers;

/**
 * Finds the name servers of a cluster. A client asks when it starts and from time to time
 * after that; while the resolver fails, the last list stays in use.
 * <p>
 * Threading: called by one thread at a time, one made for it, so an implementation may
 * block. It is interrupted when its client closes.
 */
@FunctionalInterface
public interface NameServerResolver {

	/**
	 * Finds the name servers.
	 * @return {@code host:port} each, at least one
	 * @throws IOException when they cannot be found now
	 * @throws InterruptedException when the client is being closed
	 */
	List<String> resolve() throws IOException, InterruptedException;

	/**
	 * Always the same list.
	 * @throws IllegalArgumentException naming the entry that is not an address
	 */
	static NameServerResolver of(String addresses) {
		List<String> parsed = NameServers.parse(addresses);
		return () -> parsed;
	}

	/**
	 * What the system property {@code rocketmq.namesrv.addr} says, or else the
	 * environment variable {@code NAMESRV_ADDR}, as the official clients do without being
	 * asked. Both are read each time.
	 */
	static NameServerResolver environment() {
		return new EnvironmentNameServerResolver(System::getProperty, System::getenv);
	}

}
