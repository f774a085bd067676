package io.github.rocketmqlite.spring.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.MissingTopicPolicy;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.listener.ContainerListener;
import io.github.rocketmqlite.spring.listener.ContainerListeners;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import io.github.rocketmqlite.spring.listener.ListenerInterceptor;
import io.github.rocketmqlite.spring.listener.ProcessObserver;
import io.github.rocketmqlite.spring.listener.RocketContainerProperties;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes containers on one client: what the endpoint says wins over the defaults.
 * <p>
 * Threading: thread-safe.
 */
public final class DefaultRocketListenerContainerFactory implements RocketListenerContainerFactory {

	private static final Logger logger = LoggerFactory.getLogger(DefaultRocketListenerContainerFactory.class);

	private static final Pattern COMBINED = Pattern.compile("[\\s,;|&=<>]");

	private final RocketClient client;

	private final ListenerDefaults defaults;

	private final FailureDefaults failures;

	private final List<ListenerInterceptor> interceptors;

	private final List<ProcessObserver> observers;

	/**
	 * Makes a factory.
	 * @param failures what becomes of failed messages
	 * @param interceptors are called around each delivery, in this order
	 * @param observers are told about every message
	 */
	public DefaultRocketListenerContainerFactory(RocketClient client, ListenerDefaults defaults,
			FailureDefaults failures, List<ListenerInterceptor> interceptors, List<ProcessObserver> observers) {
		this.client = client;
		this.defaults = defaults;
		this.failures = failures;
		this.interceptors = List.copyOf(interceptors);
		this.observers = List.copyOf(observers);
	}

	/**
	 * Makes a factory without interceptors, where an error handler alone decides about
	 * failed messages.
	 */
	public DefaultRocketListenerContainerFactory(RocketClient client, ListenerDefaults defaults,
			RocketErrorHandler errorHandler, List<ProcessObserver> observers) {
		this(client, defaults, FailureDefaults.of(errorHandler), List.of(), observers);
	}

	@Override
	public RocketMessageListenerContainer createContainer(List<RocketListenerEndpoint> endpoints) {
		GroupSettings settings = new GroupSettings(endpoints);
		ContainerListeners listeners = new ContainerListeners(endpoints.stream().map(this::listener).toList());
		boolean autoStartup = settings.autoStartup(this.defaults.autoStartup());
		RocketContainerProperties properties = new RocketContainerProperties(listeners,
				consumerOptions(endpoints.get(0), settings, listeners), autoStartup,
				this.defaults.startupFailurePolicy(), this.failures.handlingOf(FailureSettings.NONE), this.interceptors,
				this.observers);
		return new RocketMessageListenerContainer(this.client, properties);
	}

	private ContainerListener listener(RocketListenerEndpoint endpoint) {
		ListenerSettings settings = endpoint.settings();
		warnOfCombinedTags(endpoint);
		try {
			return new ContainerListener(settings.id(), Set.copyOf(settings.topics()), settings.filter(),
					endpoint.handler(), endpoint.description(), this.failures.handlingOf(settings.failures()));
		}
		catch (IllegalArgumentException ex) {
			throw invalid(endpoint, ex);
		}
	}

	/**
	 * It may be a tag, but hardly anybody has such tags, and the listener would get
	 * nothing.
	 */
	private static void warnOfCombinedTags(RocketListenerEndpoint endpoint) {
		endpoint.settings()
			.filter()
			.tags()
			.stream()
			.filter(COMBINED.asPredicate())
			.forEach((tag) -> logger.warn(
					"The selector of listener {} takes '{}' for one tag: tags are separated by '||', and conditions take"
							+ " the selector type 'sql92'",
					endpoint.description(), tag));
	}

	private static ListenerConfigurationException invalid(RocketListenerEndpoint endpoint, Exception cause) {
		return new ListenerConfigurationException("Listener " + endpoint.description() + ": " + cause.getMessage(),
				cause);
	}

	private PushConsumerOptions consumerOptions(RocketListenerEndpoint first, GroupSettings settings,
			ContainerListeners listeners) {
		PushConsumerOptions.Builder options = PushConsumerOptions.builder(group(first));
		this.defaults.consumerOptions().accept(options);
		listeners.subscriptions().forEach(options::subscribe);
		settings.consumer().applyTo(options);
		if (listeners.subscriptions().keySet().stream().allMatch(RocketHeaders::isDeadLetterTopic)) {
			// it comes into being with the first dead letter
			options.missingTopic(MissingTopicPolicy.WAIT);
		}
		try {
			return options.build();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(first, ex);
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
