package io.github.rocketmqlite.spring.config;

import java.util.function.Consumer;

import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.listener.StartupFailurePolicy;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every listener that does not say otherwise.
 *
 * @param group the consumer group, if there is one for all
 * @param autoStartup whether listeners start with the application context
 * @param startupFailurePolicy what happens when the cluster is away at the start
 * @param consumerOptions sets all other options
 */
public record ListenerDefaults(@Nullable String group, boolean autoStartup, StartupFailurePolicy startupFailurePolicy,
		Consumer<PushConsumerOptions.Builder> consumerOptions) {
}
