package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.producer.ProducerOptions;

/**
 * Changes the producer that is set up automatically. Beans of this type are called in
 * their order, after all properties were applied.
 */
@FunctionalInterface
public interface ProducerOptionsCustomizer {

	void customize(ProducerOptions.Builder options);

}
