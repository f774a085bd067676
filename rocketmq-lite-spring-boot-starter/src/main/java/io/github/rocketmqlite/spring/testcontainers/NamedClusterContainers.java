package io.github.rocketmqlite.spring.testcontainers;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.spring.autoconfigure.RocketConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Defines connection details for each container bean that the name of a cluster
 * qualifies. Boot registers one of a kind for {@code @ServiceConnection}, which is the
 * default cluster's.
 * <p>
 * Threading: stateless.
 */
final class NamedClusterContainers implements BeanDefinitionRegistryPostProcessor {

	/** The name of the bean of this type, on which the definitions call the method. */
	static final String BEAN = "rocketNamedClusterContainers";

	private static final String CLIENT = "RocketClient";

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		// needs the types of beans, so it waits for the call below
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		for (String container : beanFactory.getBeanNamesForType(Container.class, true, false)) {
			for (String cluster : clusters(beanFactory, container)) {
				define((BeanDefinitionRegistry) beanFactory, cluster, container);
			}
		}
	}

	private static Set<String> clusters(ConfigurableListableBeanFactory beanFactory, String container) {
		Set<String> clusters = new LinkedHashSet<>();
		BeanFactoryAnnotationUtils.isQualifierMatch((qualifier) -> {
			if (beanFactory.containsBeanDefinition(qualifier + CLIENT)) {
				clusters.add(qualifier);
			}
			return false;
		}, container, beanFactory);
		return clusters;
	}

	private static void define(BeanDefinitionRegistry registry, String cluster, String container) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(RocketConnectionDetails.class);
		definition.setFactoryBeanName(BEAN);
		definition.setFactoryMethodName("details");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, container);
		definition.setDefaultCandidate(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, cluster));
		registry.registerBeanDefinition(cluster + "RocketConnectionDetails", definition);
	}

	/**
	 * The address of a container that runs.
	 */
	RocketConnectionDetails details(String container) {
		if (this.beanFactory == null) {
			throw new IllegalStateException("There are no containers before the bean factory is set up");
		}
		String address = RocketContainerConnectionDetailsFactory
			.nameServer(this.beanFactory.getBean(container, Container.class));
		return () -> List.of(address);
	}

}
