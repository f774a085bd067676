package io.github.rocketmqlite.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.spring.core.RocketClusters;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the beans of the application that are meant for one cluster: those with its name
 * as their qualifier; for the default cluster those without the name of another.
 * Credentials and addresses are never taken for a cluster they are not meant for.
 * <p>
 * Threading: thread-safe.
 *
 * @param beanFactory where the beans are
 * @param named the names of all clusters but the default one
 */
record ClusterScopedBeans(ConfigurableListableBeanFactory beanFactory, Set<String> named) {

	/**
	 * The one bean of a type that is meant for a cluster.
	 * @return {@code null} when there is none
	 * @throws NoUniqueBeanDefinitionException when there are several and none is primary
	 */
	<T> @Nullable T find(Class<T> type, String cluster) {
		List<String> names = Arrays.stream(this.beanFactory.getBeanNamesForType(type))
			.filter((name) -> isMeantFor(name, cluster))
			.toList();
		if (names.size() > 1) {
			List<String> primary = names.stream()
				.filter((name) -> this.beanFactory.containsBeanDefinition(name)
						&& this.beanFactory.getBeanDefinition(name).isPrimary())
				.toList();
			if (primary.size() != 1) {
				throw new NoUniqueBeanDefinitionException(type, names.size(),
						"several are meant for the cluster '" + cluster + "': " + names);
			}
			names = primary;
		}
		return names.isEmpty() ? null : this.beanFactory.getBean(names.get(0), type);
	}

	private boolean isMeantFor(String bean, String cluster) {
		if (!cluster.equals(RocketClusters.DEFAULT)) {
			return isQualified(bean, cluster);
		}
		return this.named.stream().noneMatch((other) -> isQualified(bean, other));
	}

	private boolean isQualified(String bean, String cluster) {
		return BeanFactoryAnnotationUtils.isQualifierMatch(cluster::equals, bean, this.beanFactory)
				|| cluster.equals(clusterOf(bean));
	}

	/**
	 * What connection details say themselves, because nobody could qualify their bean.
	 */
	private @Nullable String clusterOf(String bean) {
		if (!this.beanFactory.isTypeMatch(bean, RocketConnectionDetails.class)) {
			return null;
		}
		String cluster = this.beanFactory.getBean(bean, RocketConnectionDetails.class).getCluster();
		if (cluster != null && !cluster.equals(RocketClusters.DEFAULT) && !this.named.contains(cluster)) {
			throw new IllegalStateException("The connection details '" + bean + "' are those of the cluster '" + cluster
					+ "', but there are no properties '" + ClusterPropertiesBinder.CLUSTERS + "." + cluster + "'");
		}
		return cluster;
	}

}
