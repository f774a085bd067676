package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.support.DefaultRocketPayloadConverter;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * Sets up a client, its producer, the template and the listeners, for the default cluster
 * and for each named one.
 * <p>
 * Clients and producers take no part in the application context's lifecycle phases: they
 * open no connection before they are used, live through a pause of the context, and are
 * closed as beans after everything that may still send was stopped.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(RocketClient.class)
@ConditionalOnBooleanProperty(name = "rocketmq-lite.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RocketProperties.class)
@ImportRuntimeHints(RocketRuntimeHints.class)
@Import({ DefaultClusterConfiguration.class, RocketAnnotationDrivenConfiguration.class, NamedClustersRegistrar.class })
public final class RocketAutoConfiguration {

	RocketAutoConfiguration() {
	}

	@Bean(NamedClusters.BEAN)
	NamedClusters rocketNamedClusters(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new NamedClusters(beanFactory, environment);
	}

	@Bean
	RocketClusters rocketClusters(NamedClusters named) {
		return named.clusters();
	}

	@Bean
	ConnectionEventPublisher rocketConnectionEvents(ApplicationEventPublisher publisher) {
		return new ConnectionEventPublisher(publisher);
	}

	@Bean
	@ConditionalOnMissingBean(RocketPayloadConverter.class)
	DefaultRocketPayloadConverter rocketPayloadConverter(ObjectProvider<JsonMapper> jsonMapper) {
		return new DefaultRocketPayloadConverter(jsonMapper.getIfUnique(JsonMapper::shared));
	}

	@Bean
	@ConditionalOnMissingBean
	RocketHeaderMapper rocketHeaderMapper() {
		return new RocketHeaderMapper();
	}

}
