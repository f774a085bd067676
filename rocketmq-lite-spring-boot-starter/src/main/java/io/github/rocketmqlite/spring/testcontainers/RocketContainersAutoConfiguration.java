package io.github.rocketmqlite.spring.testcontainers;

import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import org.testcontainers.containers.Container;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Lets containers be the name servers of named clusters.
 */
@AutoConfiguration(after = RocketAutoConfiguration.class)
@ConditionalOnClass(Container.class)
@ConditionalOnBooleanProperty(name = "rocketmq-lite.enabled", matchIfMissing = true)
public final class RocketContainersAutoConfiguration {

	RocketContainersAutoConfiguration() {
	}

	@Bean(NamedClusterContainers.BEAN)
	static NamedClusterContainers rocketNamedClusterContainers() {
		return new NamedClusterContainers();
	}

}
