package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.spring.core.RocketClusters;

/**
 * Changes the clients that are set up automatically. Beans of this type are called in
 * their order, after all properties were applied.
 */
@FunctionalInterface
public interface RocketClientBuilderCustomizer {

	/**
	 * Changes the client of the default cluster.
	 */
	void customize(RocketClientBuilder builder);

	/**
	 * Changes the client of a cluster. Unless it is overridden, clients of named clusters
	 * are left alone, because addresses and credentials of the default cluster mean
	 * nothing to them.
	 * @param cluster the cluster's name
	 */
	default void customize(String cluster, RocketClientBuilder builder) {
		if (cluster.equals(RocketClusters.DEFAULT)) {
			customize(builder);
		}
	}

}
