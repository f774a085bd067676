package io.github.rocketmqlite.spring.config;

import java.util.Set;

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

	public RocketListenerEndpointRegistrar(RocketListenerEndpointRegistry registry, ListenerOverrides overrides,
			BeanFactory beanFactory) {
		this.registry = registry;
		this.overrides = overrides;
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
		String name = endpoint.settings().containerFactory();
		this.registry.register(endpoint, factory((name != null) ? name : DEFAULT_CONTAINER_FACTORY, endpoint));
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
