package io.github.rocketmqlite.spring.config;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.rocketmqlite.consumer.PushConsumerOptions;
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
	 * Sets what the listeners say and leaves the rest as it is.
	 * @throws IllegalStateException naming the two listeners that contradict each other
	 */
	void applyTo(PushConsumerOptions.Builder options) {
		set("concurrency", ListenerSettings::concurrency, options::concurrency);
		set("maxReconsumeTimes", ListenerSettings::maxReconsumeTimes, options::maxReconsumeTimes);
		set("startPosition", ListenerSettings::startPosition, options::startPosition);
	}

	private <T> void set(String name, Function<ListenerSettings, @Nullable T> setting, Consumer<T> option) {
		T value = agreed(name, setting);
		if (value != null) {
			option.accept(value);
		}
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
