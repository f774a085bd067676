package io.github.rocketmqlite.spring.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.client.RocketClient;

/**
 * The clusters that an application is connected to, by their names.
 * <p>
 * Threading: immutable.
 */
public final class RocketClusters {

	/**
	 * The name of the cluster that is set up under {@code rocketmq-lite} itself.
	 */
	public static final String DEFAULT = "default";

	/**
	 * The name under which a client shows that is none of the application's beans.
	 */
	public static final String OTHER = "other";

	private final Map<String, RocketClient> clients;

	/**
	 * Names clients.
	 * @param clients one client for each cluster
	 */
	public RocketClusters(Map<String, RocketClient> clients) {
		this.clients = Collections.unmodifiableMap(new LinkedHashMap<>(clients));
	}

	public Set<String> names() {
		return this.clients.keySet();
	}

	/**
	 * The clients by the names of their clusters.
	 */
	public Map<String, RocketClient> clients() {
		return this.clients;
	}

	/**
	 * The name of the cluster that a client is connected to.
	 * @return {@link #OTHER} for a client that is not known here
	 */
	public String nameOf(RocketClient client) {
		for (Map.Entry<String, RocketClient> entry : this.clients.entrySet()) {
			if (entry.getValue() == client) {
				return entry.getKey();
			}
		}
		return OTHER;
	}

}
