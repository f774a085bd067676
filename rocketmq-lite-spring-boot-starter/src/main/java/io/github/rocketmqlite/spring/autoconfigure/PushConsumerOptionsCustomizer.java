package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.consumer.PushConsumerOptions;

/**
 * Changes the consumer of every listener. Beans of this type are called in their order,
 * after all properties were applied; what an annotation says comes later still.
 */
@FunctionalInterface
public interface PushConsumerOptionsCustomizer {

	void customize(PushConsumerOptions.Builder options);

}
