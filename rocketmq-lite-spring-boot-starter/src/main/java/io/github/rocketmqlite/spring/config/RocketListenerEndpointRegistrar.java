package io.github.rocketmqlite.spring.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/**
 * Finds the container factory that an endpoint asks for and puts both into the registry.
 * <p>
 * Threading: thread-safe.
 */
public final class RocketListenerEndpointRegistrar {

	/**
	 * The name of the factory used by endpoints that name none.
	 */
	public static final String DEFAULT_CONTAINER_FACTORY = "rocketListenerContainerFactory";

	private static final Logger logger = LoggerFactory.getLogger(RocketListenerEndpointRegistrar.class);

	private final RocketListenerEndpointRegistry registry;

	private final BeanFactory beanFactory;

	private final ListenerOverrides overrides;

	private final Map<String, String> clusters;

	/**
	 * Makes a registrar.
	 * @param clusters the names of the container factories by those of the clusters
	 */
	public RocketListenerEndpointRegistrar(RocketListenerEndpointRegistry registry, ListenerOverrides overrides,
			Map<String, String> clusters, BeanFactory beanFactory) {
		this.registry = registry;
		this.overrides = overrides;
		this.clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
		this.beanFactory = beanFactory;
	}

	/**
	 * Registers a listener, unless it is switched off. It starts with the application
	 * context, or at once when that runs already.
	 * @throws IllegalStateException naming the listener when it cannot be registered
	 */
	public void register(RocketListenerEndpoint described) {
		RocketListenerEndpoint endpoint = this.overrides.applyTo(described);
		if (endpoint == null) {
			logger.info("Listener '{}' is switched off", described.settings().id());
			return;
		}
		this.registry.register(endpoint, factory(factoryName(endpoint), endpoint));
	}

	private String factoryName(RocketListenerEndpoint endpoint) {
		String name = endpoint.settings().containerFactory();
		String cluster = endpoint.settings().cluster();
		if (name != null && cluster != null) {
			throw new ListenerConfigurationException("Listener " + endpoint.description() + " names the cluster '"
					+ cluster + "' and the container factory '" + name + "', which has a cluster of its own");
		}
		if (name != null) {
			return name;
		}
		String factory = this.clusters.get((cluster != null) ? cluster : RocketClusters.DEFAULT);
		if (factory == null && (cluster != null || !this.clusters.isEmpty())) {
			throw new ListenerConfigurationException("Listener " + endpoint.description() + " asks for the cluster '"
					+ ((cluster != null) ? cluster : RocketClusters.DEFAULT) + "', but the known ones are "
					+ this.clusters.keySet() + ". A named cluster is set up under 'rocketmq-lite.clusters.<name>', the"
					+ " one called '" + RocketClusters.DEFAULT + "' under 'rocketmq-lite' itself");
		}
		return (factory != null) ? factory : DEFAULT_CONTAINER_FACTORY;
	}

	/**
	 * The consumer group of a listener; {@code null} when it is not registered.
	 */
	@Nullable String groupOf(String id) {
		RocketMessageListenerContainer container = this.registry.getContainer(id);
		return (container != null) ? container.getGroup() : null;
	}

	/**
	 * Makes sure that nothing is said about listeners that do not exist: it would have no
	 * effect, and nobody would notice.
	 * @throws ListenerConfigurationException naming the ids
	 */
	void requireAllOverridesUsed() {
		Set<String> unknown = this.overrides.unknown();
		if (!unknown.isEmpty()) {
			throw new ListenerConfigurationException("There are settings 'rocketmq-lite.listeners.<id>' for " + unknown
					+ ", but listeners have the ids " + this.overrides.seen()
					+ ". An id that holds other characters than letters, digits and '-' takes brackets:"
					+ " 'rocketmq-lite.listeners[<id>]'");
		}
	}

	private RocketListenerContainerFactory factory(String name, RocketListenerEndpoint endpoint) {
		try {
			return this.beanFactory.getBean(name, RocketListenerContainerFactory.class);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new ListenerConfigurationException("Listener " + endpoint.description()
					+ " asks for the container factory '" + name + "', but there is no such bean", ex);
		}
	}

}
