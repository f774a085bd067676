package io.github.rocketmqlite.spring.autoconfigure.endpoint;

import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;

import io.github.rocketmqlite.spring.core.RocketClusters;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Adds the actuator endpoint {@code rocketlisteners}.
 */
@AutoConfiguration(after = RocketAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(RocketListenersEndpoint.class)
@ConditionalOnBean(RocketListenerEndpointRegistry.class)
public final class RocketListenersEndpointAutoConfiguration {

	RocketListenersEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	RocketListenersEndpoint rocketListenersEndpoint(RocketListenerEndpointRegistry registry, RocketClusters clusters) {
		return new RocketListenersEndpoint(registry, clusters);
	}

}
