package io.github.rocketmqlite.spring.config;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of one consumer group say about the consumer they share. What one
 * leaves open another may settle; two that say different things contradict each other.
 * <p>
 * Threading: immutable.
 */
final class GroupSettings {

	private final List<RocketListenerEndpoint> endpoints;

	/**
	 * Makes the settings of a group.
	 * @param endpoints the group's listeners, at least one
	 */
	GroupSettings(List<RocketListenerEndpoint> endpoints) {
		this.endpoints = List.copyOf(endpoints);
	}

	boolean autoStartup(boolean otherwise) {
		return Objects.requireNonNullElse(agreed("autoStartup", ListenerSettings::autoStartup), otherwise);
	}

	/**
	 * What they say together.
	 * @throws ListenerConfigurationException naming the two listeners that contradict
	 * each other
	 */
	ConsumerSettings consumer() {
		return new ConsumerSettings(ofConsumer("concurrency", ConsumerSettings::concurrency),
				ofConsumer("maxReconsumeTimes", ConsumerSettings::maxReconsumeTimes),
				ofConsumer("startPosition", ConsumerSettings::startPosition),
				ofConsumer("ordered", ConsumerSettings::ordered),
				ofConsumer("orderedByKey", ConsumerSettings::orderedByKey),
				ofConsumer("messageModel", ConsumerSettings::messageModel),
				ofConsumer("batchSize", ConsumerSettings::batchSize),
				ofConsumer("consumeTimeout", ConsumerSettings::consumeTimeout),
				ofConsumer("drainTimeout", ConsumerSettings::drainTimeout));
	}

	private <T> @Nullable T ofConsumer(String name, Function<ConsumerSettings, @Nullable T> setting) {
		return agreed(name, (settings) -> setting.apply(settings.consumer()));
	}

	private <T> @Nullable T agreed(String name, Function<ListenerSettings, @Nullable T> setting) {
		RocketListenerEndpoint first = null;
		T agreed = null;
		for (RocketListenerEndpoint endpoint : this.endpoints) {
			T value = setting.apply(endpoint.settings());
			if (value == null) {
				continue;
			}
			if (first != null && !value.equals(agreed)) {
				throw new ListenerConfigurationException(
						"Two listeners of one consumer group contradict each other: " + first.description() + " says "
								+ name + " = " + agreed + " and " + endpoint.description() + " says " + name + " = "
								+ value + ". A group is one consumer: say it once, or give each a group of its own");
			}
			first = endpoint;
			agreed = value;
		}
		return agreed;
	}

}
