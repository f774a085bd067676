package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.RocketClientBuilder;

/**
 * Changes the client that is set up automatically. Beans of this type are called in their
 * order, after all properties were applied.
 */
@FunctionalInterface
public interface RocketClientBuilderCustomizer {

	void customize(RocketClientBuilder builder);

}
