package io.github.rocketmqlite.spring.config;

import java.util.function.Consumer;

import io.github.rocketmqlite.consumer.PushConsumerOptions;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every listener that does not say otherwise.
 *
 * @param group the consumer group, if there is one for all
 * @param autoStartup whether listeners start with the application context
 * @param consumerOptions sets all other options
 */
public record ListenerDefaults(@Nullable String group, boolean autoStartup,
		Consumer<PushConsumerOptions.Builder> consumerOptions) {
}
