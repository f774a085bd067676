package io.github.rocketmqlite.migration;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.RocketConnectionDetails;
import io.github.rocketmqlite.spring.autoconfigure.RocketProperties;
import io.github.rocketmqlite.spring.config.MethodRocketListenerEndpointFactory;
import io.github.rocketmqlite.spring.config.TransactionCheckers;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes listeners of the starter of the application's beans with annotations of
 * rocketmq-spring.
 */
@AutoConfiguration(after = RocketAutoConfiguration.class)
@ConditionalOnClass({ RocketClient.class, RocketMQMessageListener.class })
public final class RocketMigrationAutoConfiguration {

	RocketMigrationAutoConfiguration() {
	}

	@Bean
	LegacyListeners rocketLegacyListeners(ConfigurableListableBeanFactory beanFactory,
			MethodRocketListenerEndpointFactory endpoints, RocketProperties properties,
			ObjectProvider<RocketErrorHandler> errorHandler, ObjectProvider<RocketConnectionDetails> connectionDetails,
			ConfigurableEnvironment environment) {
		LegacyAttributes attributes = new LegacyAttributes(environment);
		LegacyListenerClusters clusters = new LegacyListenerClusters(properties, connectionDetails,
				LegacyPropertySource.of(environment), attributes);
		return new LegacyListeners(beanFactory, endpoints,
				new LegacyListenerSettings(properties, errorHandler, clusters, attributes),
				new LegacyListenerSwitches(environment));
	}

	@Bean
	UnsupportedBeans rocketUnsupportedLegacyBeans(ConfigurableListableBeanFactory beanFactory) {
		return new UnsupportedBeans(beanFactory);
	}

	@Bean
	LegacyTransactionListeners rocketLegacyTransactionListeners(ConfigurableListableBeanFactory beanFactory,
			TransactionCheckers checkers, RocketHeaderMapper headerMapper) {
		return new LegacyTransactionListeners(beanFactory, checkers, headerMapper);
	}

}
