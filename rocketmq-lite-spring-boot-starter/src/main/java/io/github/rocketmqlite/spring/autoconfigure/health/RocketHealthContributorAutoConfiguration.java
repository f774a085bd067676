package io.github.rocketmqlite.spring.autoconfigure.health;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.RocketProperties;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketClusters;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Adds the clients to the application's health, as component {@code rocketmqLite}, with a
 * part for each cluster if there are several, and the listeners as component
 * {@code rocketmqLiteListeners} if there are limits for them: the bean's name makes the
 * key.
 */
@AutoConfiguration(after = RocketAutoConfiguration.class)
@ConditionalOnClass({ RocketClient.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(RocketClusters.class)
@ConditionalOnEnabledHealthIndicator("rocketmq-lite")
public final class RocketHealthContributorAutoConfiguration {

	RocketHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "rocketmqLiteHealthIndicator", "rocketmqLiteHealthContributor" })
	HealthContributor rocketmqLiteHealthContributor(RocketClusters clusters) {
		Map<String, RocketHealthIndicator> indicators = new LinkedHashMap<>();
		clusters.clients().forEach((name, client) -> indicators.put(name, new RocketHealthIndicator(client)));
		return (indicators.size() == 1) ? indicators.values().iterator().next()
				: CompositeHealthContributor.fromMap(indicators);
	}

	@Bean
	@Conditional(OnListenerLimit.class)
	@ConditionalOnMissingBean(
			name = { "rocketmqLiteListenersHealthIndicator", "rocketmqLiteListenersHealthContributor" })
	RocketListenersHealthIndicator rocketmqLiteListenersHealthContributor(RocketProperties properties,
			RocketListenerEndpointRegistry registry) {
		return new RocketListenersHealthIndicator(registry, properties.getHealth().getMaxLag(),
				properties.getHealth().getStuckAfter(), Clock.systemUTC());
	}

	/**
	 * There is a limit for listeners.
	 */
	static class OnListenerLimit extends AnyNestedCondition {

		OnListenerLimit() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("rocketmq-lite.health.max-lag")
		static class MaxLag {

		}

		@ConditionalOnProperty("rocketmq-lite.health.stuck-after")
		static class StuckAfter {

		}

	}

}
