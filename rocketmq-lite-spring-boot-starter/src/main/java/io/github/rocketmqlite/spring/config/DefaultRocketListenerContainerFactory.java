package io.github.rocketmqlite.spring.config;

import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.listener.ContainerListener;
import io.github.rocketmqlite.spring.listener.ContainerListeners;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import io.github.rocketmqlite.spring.listener.ProcessObserver;
import io.github.rocketmqlite.spring.listener.RocketContainerProperties;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;

/**
 * Makes containers on one client: what the endpoint says wins over the defaults.
 * <p>
 * Threading: thread-safe.
 */
public final class DefaultRocketListenerContainerFactory implements RocketListenerContainerFactory {

	private final RocketClient client;

	private final ListenerDefaults defaults;

	private final RocketErrorHandler errorHandler;

	private final List<ProcessObserver> observers;

	public DefaultRocketListenerContainerFactory(RocketClient client, ListenerDefaults defaults,
			RocketErrorHandler errorHandler, List<ProcessObserver> observers) {
		this.client = client;
		this.defaults = defaults;
		this.errorHandler = errorHandler;
		this.observers = List.copyOf(observers);
	}

	@Override
	public RocketMessageListenerContainer createContainer(List<RocketListenerEndpoint> endpoints) {
		GroupSettings settings = new GroupSettings(endpoints);
		ContainerListeners listeners = new ContainerListeners(
				endpoints.stream().map(DefaultRocketListenerContainerFactory::listener).toList());
		boolean autoStartup = settings.autoStartup(this.defaults.autoStartup());
		RocketContainerProperties properties = new RocketContainerProperties(listeners,
				consumerOptions(endpoints.get(0), settings, listeners), autoStartup,
				this.defaults.startupFailurePolicy(), this.errorHandler, this.observers);
		return new RocketMessageListenerContainer(this.client, properties);
	}

	private static ContainerListener listener(RocketListenerEndpoint endpoint) {
		ListenerSettings settings = endpoint.settings();
		return new ContainerListener(settings.id(), Set.copyOf(settings.topics()), settings.filter(),
				endpoint.handler(), endpoint.description());
	}

	private PushConsumerOptions consumerOptions(RocketListenerEndpoint first, GroupSettings settings,
			ContainerListeners listeners) {
		PushConsumerOptions.Builder options = PushConsumerOptions.builder(group(first));
		this.defaults.consumerOptions().accept(options);
		listeners.subscriptions().forEach(options::subscribe);
		settings.consumer().applyTo(options);
		try {
			return options.build();
		}
		catch (IllegalArgumentException ex) {
			throw new ListenerConfigurationException("Listener " + first.description() + ": " + ex.getMessage(), ex);
		}
	}

	private String group(RocketListenerEndpoint endpoint) {
		String group = endpoint.settings().group();
		if (group == null) {
			group = this.defaults.group();
		}
		if (group == null) {
			throw new ListenerConfigurationException("Listener " + endpoint.description()
					+ " has no consumer group: set the annotation's 'group' or the default 'rocketmq-lite.consumer.group'");
		}
		return group;
	}

}
