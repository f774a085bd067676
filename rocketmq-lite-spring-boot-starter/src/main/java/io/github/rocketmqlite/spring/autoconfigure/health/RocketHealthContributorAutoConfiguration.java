package io.github.rocketmqlite.spring.autoconfigure.health;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Adds the client to the application's health, as component {@code rocketmqLite}: the
 * bean's name makes the key.
 */
@AutoConfiguration(after = RocketAutoConfiguration.class)
@ConditionalOnClass({ RocketClient.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(RocketClient.class)
@ConditionalOnEnabledHealthIndicator("rocketmq-lite")
public final class RocketHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<RocketHealthIndicator, RocketClient> {

	RocketHealthContributorAutoConfiguration() {
		super(RocketHealthIndicator::new);
	}

	@Bean
	@ConditionalOnMissingBean(name = { "rocketmqLiteHealthIndicator", "rocketmqLiteHealthContributor" })
	HealthContributor rocketmqLiteHealthContributor(ConfigurableListableBeanFactory beanFactory) {
		return createContributor(beanFactory, RocketClient.class);
	}

}
