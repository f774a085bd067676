package io.github.rocketmqlite.spring.config;

import java.util.List;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.listener.ProcessObserver;
import io.github.rocketmqlite.spring.listener.RocketContainerProperties;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.jspecify.annotations.Nullable;

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
	public RocketMessageListenerContainer createContainer(RocketListenerEndpoint endpoint) {
		ListenerSettings settings = endpoint.settings();
		boolean autoStartup = firstOf(settings.autoStartup(), this.defaults.autoStartup());
		RocketContainerProperties properties = new RocketContainerProperties(settings.id(), consumerOptions(endpoint),
				autoStartup, this.errorHandler, this.observers);
		return new RocketMessageListenerContainer(this.client, properties, endpoint.listener());
	}

	private PushConsumerOptions consumerOptions(RocketListenerEndpoint endpoint) {
		PushConsumerOptions.Builder options = PushConsumerOptions.builder(group(endpoint));
		this.defaults.consumerOptions().accept(options);
		ListenerSettings settings = endpoint.settings();
		settings.topics().forEach((topic) -> options.subscribe(topic, settings.filter()));
		if (settings.concurrency() != null) {
			options.concurrency(settings.concurrency());
		}
		if (settings.maxReconsumeTimes() != null) {
			options.maxReconsumeTimes(settings.maxReconsumeTimes());
		}
		if (settings.startPosition() != null) {
			options.startPosition(settings.startPosition());
		}
		try {
			return options.build();
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("Listener " + endpoint.description() + ": " + ex.getMessage(), ex);
		}
	}

	private String group(RocketListenerEndpoint endpoint) {
		String group = endpoint.settings().group();
		if (group == null) {
			group = this.defaults.group();
		}
		if (group == null) {
			throw new IllegalStateException("Listener " + endpoint.description()
					+ " has no consumer group: set the annotation's 'group' or the default 'rocketmq-lite.consumer.group'");
		}
		return group;
	}

	private static boolean firstOf(@Nullable Boolean value, boolean otherwise) {
		return (value != null) ? value : otherwise;
	}

}
