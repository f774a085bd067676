package io.github.rocketmqlite.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.beans.factory.ObjectProvider;
import io.github.rocketmqlite.spring.core.RocketMessagingTemplate;
import io.github.rocketmqlite.spring.config.RocketTransactions;
import io.github.rocketmqlite.spring.config.FailureDefaults;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.config.DefaultRocketListenerContainerFactory;
import io.github.rocketmqlite.spring.config.ListenerDefaults;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistrar;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.core.RocketOperations;
import io.github.rocketmqlite.spring.core.RocketTemplate;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Sets up the client, the producer, the template and the container factory of the cluster
 * under {@code rocketmq-lite} itself.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnDefaultClusterCondition.class)
class DefaultClusterConfiguration {

	private final ClusterSetup setup;

	DefaultClusterConfiguration(RocketProperties properties, ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		this.setup = new ClusterSetup(RocketClusters.DEFAULT, properties,
				new ClusterScopedBeans(beanFactory, new ClusterPropertiesBinder(environment).names()));
	}

	@Bean
	@ConditionalOnMissingBean(RocketConnectionDetails.class)
	PropertiesRocketConnectionDetails rocketConnectionDetails(RocketProperties properties) {
		return new PropertiesRocketConnectionDetails(properties);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	RocketClient rocketClient() {
		return this.setup.client();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	Producer rocketProducer(RocketClient client) {
		return this.setup.producer(client);
	}

	@Bean
	@ConditionalOnMissingBean(RocketOperations.class)
	RocketTemplate rocketTemplate(Producer producer, ObjectProvider<TransactionalProducer> transactional,
			RocketTransactions transactions) {
		return this.setup.template(producer, () -> transactional.getIfAvailable(transactions));
	}

	@Bean
	RocketTransactions rocketTransactions(RocketClient client) {
		return this.setup.transactions(client);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RocketTemplate.class)
	RocketMessagingTemplate rocketMessagingTemplate(RocketTemplate template) {
		return new RocketMessagingTemplate(template);
	}

	@Bean
	@ConditionalOnMissingBean
	FailureDefaults rocketFailureDefaults() {
		return this.setup.failureDefaults();
	}

	@Bean
	@ConditionalOnMissingBean
	ListenerDefaults rocketListenerDefaults() {
		return this.setup.listenerDefaults();
	}

	@Bean(RocketListenerEndpointRegistrar.DEFAULT_CONTAINER_FACTORY)
	@ConditionalOnMissingBean(name = RocketListenerEndpointRegistrar.DEFAULT_CONTAINER_FACTORY)
	DefaultRocketListenerContainerFactory rocketListenerContainerFactory(RocketClient client, ListenerDefaults defaults,
			FailureDefaults failures) {
		return this.setup.containerFactory(() -> client, defaults, failures);
	}

}
