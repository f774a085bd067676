package io.github.rocketmqlite.spring.autoconfigure.observation;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.observation.RocketProcessObservationConvention;
import io.github.rocketmqlite.spring.observation.RocketSendObservationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Observes the sends and listeners of all clients that are set up automatically.
 */
@AutoConfiguration(before = RocketAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({ RocketClient.class, ObservationRegistry.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "rocketmq-lite.observation.enabled", matchIfMissing = true)
public final class RocketObservationAutoConfiguration {

	RocketObservationAutoConfiguration() {
	}

	@Bean
	RocketObservations rocketObservations(ObservationRegistry registry, ObjectProvider<RocketClusters> clusters,
			ObjectProvider<RocketSendObservationConvention> send,
			ObjectProvider<RocketProcessObservationConvention> process) {
		return new RocketObservations(registry, clusters, send.getIfUnique(), process.getIfUnique());
	}

}
