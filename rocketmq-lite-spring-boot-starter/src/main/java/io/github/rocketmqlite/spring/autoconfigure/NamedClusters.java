package io.github.rocketmqlite.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.config.DefaultRocketListenerContainerFactory;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistrar;
import io.github.rocketmqlite.spring.config.RocketTransactions;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.core.RocketOperations;
import io.github.rocketmqlite.spring.core.RocketTemplate;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Makes the beans of the named clusters; {@link NamedClustersRegistrar} defines which
 * there are.
 * <p>
 * Threading: thread-safe.
 */
final class NamedClusters {

	/** The name of the bean of this type, on which the definitions call the methods. */
	static final String BEAN = "rocketNamedClusters";

	static final String CLIENT = "RocketClient";

	static final String PRODUCER = "RocketProducer";

	static final String TRANSACTIONS = "RocketTransactions";

	static final String TEMPLATE = "RocketTemplate";

	static final String CONTAINER_FACTORY = "RocketListenerContainerFactory";

	private final Map<String, ClusterSetup> setups = new LinkedHashMap<>();

	private final ConfigurableListableBeanFactory beanFactory;

	NamedClusters(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		ClusterPropertiesBinder properties = new ClusterPropertiesBinder(environment);
		Set<String> names = properties.names();
		ClusterScopedBeans beans = new ClusterScopedBeans(beanFactory, names);
		names.forEach((name) -> this.setups.put(name, new ClusterSetup(name, properties.bind(name), beans)));
	}

	RocketClient client(String cluster) {
		return of(cluster, ClusterSetup::client);
	}

	Producer producer(String cluster) {
		RocketClient client = bean(cluster, CLIENT, RocketClient.class);
		return of(cluster, (setup) -> setup.producer(client));
	}

	RocketTransactions transactions(String cluster) {
		RocketClient client = bean(cluster, CLIENT, RocketClient.class);
		return of(cluster, (setup) -> setup.transactions(client));
	}

	RocketTemplate template(String cluster) {
		Producer producer = bean(cluster, PRODUCER, Producer.class);
		RocketTransactions transactions = bean(cluster, TRANSACTIONS, RocketTransactions.class);
		return of(cluster, (setup) -> setup.template(producer, transactions));
	}

	DefaultRocketListenerContainerFactory containerFactory(String cluster) {
		return of(cluster, (setup) -> setup.containerFactory(() -> bean(cluster, CLIENT, RocketClient.class),
				setup.listenerDefaults(), setup.failureDefaults()));
	}

	/**
	 * The names of the beans that make containers, by the names of the clusters; the
	 * default cluster is among them if there is one.
	 */
	Map<String, String> containerFactories() {
		Map<String, String> factories = new LinkedHashMap<>();
		if (this.beanFactory.containsBean(RocketListenerEndpointRegistrar.DEFAULT_CONTAINER_FACTORY)) {
			factories.put(RocketClusters.DEFAULT, RocketListenerEndpointRegistrar.DEFAULT_CONTAINER_FACTORY);
		}
		this.setups.keySet().forEach((name) -> factories.put(name, name + CONTAINER_FACTORY));
		return factories;
	}

	/**
	 * All clients of the application by the names of their clusters. One that the
	 * application has besides the default one goes by the name of its bean. Those of
	 * parent contexts are among them, because listeners may use them.
	 */
	RocketClusters clusters() {
		Map<String, RocketClient> clients = new LinkedHashMap<>();
		List<String> others = List
			.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, RocketClient.class))
			.stream()
			.filter((bean) -> this.setups.keySet().stream().noneMatch((name) -> bean.equals(name + CLIENT)))
			.toList();
		others.forEach((bean) -> clients.put(
				(others.size() == 1 || bean.equals("rocketClient")) ? RocketClusters.DEFAULT : bean,
				this.beanFactory.getBean(bean, RocketClient.class)));
		this.setups.keySet().forEach((name) -> clients.put(name, bean(name, CLIENT, RocketClient.class)));
		return new RocketClusters(clients);
	}

	/**
	 * The template of a cluster.
	 */
	RocketOperations templateOf(String cluster) {
		return cluster.equals(RocketClusters.DEFAULT)
				? this.beanFactory.getBeanProvider(RocketOperations.class).getObject()
				: bean(cluster, TEMPLATE, RocketTemplate.class);
	}

	/**
	 * The producer of a cluster.
	 */
	Producer producerOf(String cluster) {
		return cluster.equals(RocketClusters.DEFAULT) ? this.beanFactory.getBeanProvider(Producer.class).getObject()
				: bean(cluster, PRODUCER, Producer.class);
	}

	private <T> T bean(String cluster, String suffix, Class<T> type) {
		return this.beanFactory.getBean(cluster + suffix, type);
	}

	private <T> T of(String cluster, Function<ClusterSetup, T> part) {
		ClusterSetup setup = this.setups.get(cluster);
		if (setup == null) {
			throw new IllegalStateException("The cluster '" + cluster + "' was known when the application was built,"
					+ " but there are no properties '" + ClusterPropertiesBinder.CLUSTERS + "." + cluster + "'");
		}
		try {
			return part.apply(setup);
		}
		catch (InvalidConfigurationPropertyValueException ex) {
			throw new InvalidConfigurationPropertyValueException(
					ex.getName().replaceFirst("rocketmq-lite", ClusterPropertiesBinder.CLUSTERS + "." + cluster),
					ex.getValue(), ex.getReason());
		}
	}

}
