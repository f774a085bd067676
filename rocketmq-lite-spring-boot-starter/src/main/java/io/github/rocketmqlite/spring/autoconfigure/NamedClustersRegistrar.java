package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.config.DefaultRocketListenerContainerFactory;
import io.github.rocketmqlite.spring.config.RocketTransactions;
import io.github.rocketmqlite.spring.core.RocketTemplate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines a client, a producer, a template and a container factory for each named
 * cluster. They are injected only where the cluster's name stands as the qualifier, so
 * that no cluster is taken for another by mistake.
 * <p>
 * The definitions name factory methods instead of carrying code, which ahead-of-time
 * processing can write down; the names of the clusters are fixed by it.
 */
final class NamedClustersRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	NamedClustersRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		for (String name : new ClusterPropertiesBinder(this.environment).names()) {
			define(registry, name, NamedClusters.CLIENT, RocketClient.class, "client");
			define(registry, name, NamedClusters.PRODUCER, Producer.class, "producer");
			define(registry, name, NamedClusters.TRANSACTIONS, RocketTransactions.class, "transactions");
			define(registry, name, NamedClusters.TEMPLATE, RocketTemplate.class, "template");
			define(registry, name, NamedClusters.CONTAINER_FACTORY, DefaultRocketListenerContainerFactory.class,
					"containerFactory");
		}
	}

	private static void define(BeanDefinitionRegistry registry, String cluster, String suffix, Class<?> type,
			String method) {
		if (registry.containsBeanDefinition(cluster + suffix)) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(type);
		definition.setFactoryBeanName(NamedClusters.BEAN);
		definition.setFactoryMethodName(method);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, cluster);
		definition.setDefaultCandidate(false);
		definition.setFallback(true);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, cluster));
		if (AutoCloseable.class.isAssignableFrom(type)) {
			definition.setDestroyMethodName("close");
		}
		registry.registerBeanDefinition(cluster + suffix, definition);
	}

}
