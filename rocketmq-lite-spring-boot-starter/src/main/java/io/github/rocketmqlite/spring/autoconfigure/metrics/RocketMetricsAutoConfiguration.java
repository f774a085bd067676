package io.github.rocketmqlite.spring.autoconfigure.metrics;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Adds meters of sending and receiving where the application has a meter registry.
 */
@AutoConfiguration(after = RocketAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ RocketClient.class, MeterRegistry.class })
@ConditionalOnBean({ RocketClusters.class, MeterRegistry.class })
public final class RocketMetricsAutoConfiguration {

	RocketMetricsAutoConfiguration() {
	}

	@Bean
	MicrometerSendObserver rocketSendMetrics(MeterRegistry registry) {
		return new MicrometerSendObserver(registry, RocketClusters.DEFAULT);
	}

	@Bean
	MicrometerProcessObserver rocketProcessMetrics(MeterRegistry registry, RocketClusters clusters) {
		return new MicrometerProcessObserver(registry, clusters);
	}

	@Bean
	RocketClientMetrics rocketClientMetrics(RocketClusters clusters) {
		return new RocketClientMetrics(clusters);
	}

	@Bean
	RocketListenerMetrics rocketListenerMetrics(RocketListenerEndpointRegistry listeners, RocketClusters clusters) {
		return new RocketListenerMetrics(listeners, clusters);
	}

}
