package io.github.rocketmqlite.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How brokers treat a consumer group.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param consumeEnabled whether its members get messages at all
 * @param broadcastEnabled whether its members may consume as broadcasting
 * @param ordered whether brokers keep the order of its messages when it pops them
 * @param retryQueues how many queues its retry topic has on each broker
 * @param maxRetries how often a message comes again before it goes to the dead-letter
 * topic
 * @param attributes further settings by their names in the protocol; an empty value
 * removes one
 */
public record GroupSettings(String group, boolean consumeEnabled, boolean broadcastEnabled, boolean ordered,
		int retryQueues, int maxRetries, Map<String, String> attributes) {

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException naming the setting that makes no sense
	 */
	public GroupSettings {
		Objects.requireNonNull(group, "group");
		if (retryQueues < 0) {
			throw new IllegalArgumentException("retryQueues must not be negative, but is " + retryQueues);
		}
		if (maxRetries < -1) {
			throw new IllegalArgumentException("maxRetries must not be less than -1, but is " + maxRetries);
		}
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
		attributes.keySet().forEach((name) -> {
			if (!name.matches("[A-Za-z0-9._-]+")) {
				throw new IllegalArgumentException(
						"Not an attribute of a group: '" + name + "'. Names are made of letters, digits and ._-");
			}
		});
	}

	/**
	 * Starts the settings of a group.
	 * @param group 1 to 120 characters of letters, digits, {@code _}, {@code -},
	 * {@code %} and {@code |}
	 */
	public static Builder builder(String group) {
		return new Builder(group);
	}

	/**
	 * Starts settings that differ from these only in what is set on the builder.
	 */
	public Builder toBuilder() {
		Builder builder = new Builder(this.group).consumeEnabled(this.consumeEnabled)
			.broadcastEnabled(this.broadcastEnabled)
			.ordered(this.ordered)
			.retryQueues(this.retryQueues)
			.maxRetries(this.maxRetries);
		this.attributes.forEach(builder::attribute);
		return builder;
	}

	/**
	 * Collects {@link GroupSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private static final String LITE_BIND_TOPIC = "lite.bind.topic";

		private final String group;

		private boolean consumeEnabled = true;

		private boolean broadcastEnabled = true;

		private boolean ordered;

		private int retryQueues = 1;

		private int maxRetries = 16;

		private final Map<String, String> attributes = new LinkedHashMap<>();

		private Builder(String group) {
			this.group = Objects.requireNonNull(group, "group");
		}

		/**
		 * Whether members get messages at all. Default: true.
		 */
		public Builder consumeEnabled(boolean consumeEnabled) {
			this.consumeEnabled = consumeEnabled;
			return this;
		}

		/**
		 * Whether members may consume as broadcasting. Default: true.
		 */
		public Builder broadcastEnabled(boolean broadcastEnabled) {
			this.broadcastEnabled = broadcastEnabled;
			return this;
		}

		/**
		 * Whether brokers of 5.0 and later keep the order of messages that the group
		 * pops. Default: false.
		 */
		public Builder ordered(boolean ordered) {
			this.ordered = ordered;
			return this;
		}

		/**
		 * How many queues the retry topic has on each broker. Default: 1.
		 */
		public Builder retryQueues(int retryQueues) {
			this.retryQueues = retryQueues;
			return this;
		}

		/**
		 * How often a message comes again before it goes to the dead-letter topic.
		 * Default: 16.
		 */
		public Builder maxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
			return this;
		}

		/**
		 * Binds the group to the topic whose lite topics its members read, the attribute
		 * {@code lite.bind.topic} of brokers of 5.4 and later. Default: none.
		 */
		public Builder liteBindTopic(String topic) {
			return attribute(LITE_BIND_TOPIC, topic);
		}

		/**
		 * Sets an attribute of brokers of 5.4 and later, such as {@code lite.sub.model};
		 * an empty value removes it. Attributes that are not named stay as they are.
		 */
		public Builder attribute(String name, String value) {
			this.attributes.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
			return this;
		}

		/**
		 * Makes the settings.
		 * @throws IllegalArgumentException naming the setting that makes no sense
		 */
		public GroupSettings build() {
			return new GroupSettings(this.group, this.consumeEnabled, this.broadcastEnabled, this.ordered,
					this.retryQueues, this.maxRetries, this.attributes);
		}

	}

}
