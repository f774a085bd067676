package io.github.rocketmqlite.spring.config;

import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
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

	private final RocketListenerEndpointRegistry registry;

	private final BeanFactory beanFactory;

	public RocketListenerEndpointRegistrar(RocketListenerEndpointRegistry registry, BeanFactory beanFactory) {
		this.registry = registry;
		this.beanFactory = beanFactory;
	}

	/**
	 * Registers a listener. It starts with the application context, or at once when that
	 * runs already.
	 * @throws IllegalStateException naming the listener when it cannot be registered
	 */
	public void register(RocketListenerEndpoint endpoint) {
		String name = endpoint.settings().containerFactory();
		this.registry.register(endpoint, factory((name != null) ? name : DEFAULT_CONTAINER_FACTORY, endpoint));
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
