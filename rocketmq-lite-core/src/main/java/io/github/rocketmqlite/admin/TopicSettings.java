package io.github.rocketmqlite.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a topic is to be.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param readQueues how many queues each broker lets be read
 * @param writeQueues how many queues each broker lets be written
 * @param permission what may be done with them
 * @param ordered whether the topic is marked as ordered
 * @param attributes further settings by their names in the protocol; an empty value
 * removes one
 * @param cluster the cluster to create it in, {@code null} for all
 */
public record TopicSettings(String topic, int readQueues, int writeQueues, Permission permission, boolean ordered,
		Map<String, String> attributes, @Nullable String cluster) {

	private static final int MAX_QUEUES = 65_536;

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException naming the setting that makes no sense
	 */
	public TopicSettings {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(permission, "permission");
		requireQueues("readQueues", readQueues);
		requireQueues("writeQueues", writeQueues);
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
		attributes.forEach(TopicSettings::requireAttribute);
	}

	private static void requireQueues(String name, int queues) {
		if (queues < 1 || queues > MAX_QUEUES) {
			throw new IllegalArgumentException(name + " must be from 1 to " + MAX_QUEUES + ", but is " + queues);
		}
	}

	// +name=value,-name on the wire
	private static void requireAttribute(String name, String value) {
		if (!name.matches("[A-Za-z0-9._-]+") || value.indexOf(',') >= 0 || value.indexOf('=') >= 0) {
			throw new IllegalArgumentException("Not an attribute of a topic: '" + name + "' = '" + value
					+ "'. Names are made of letters, digits and ._-, values hold neither , nor =");
		}
	}

	/**
	 * Starts the settings of a topic.
	 * @param topic 1 to 127 characters of letters, digits, {@code _}, {@code -},
	 * {@code %} and {@code |}
	 */
	public static Builder builder(String topic) {
		return new Builder(topic);
	}

	/**
	 * Collects {@link TopicSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private final String topic;

		private int readQueues = 8;

		private int writeQueues = 8;

		private Permission permission = Permission.READ_WRITE;

		private boolean ordered;

		private final Map<String, String> attributes = new LinkedHashMap<>();

		private @Nullable String cluster;

		private Builder(String topic) {
			this.topic = Objects.requireNonNull(topic, "topic");
		}

		/**
		 * How many queues each broker has. Default: 8.
		 */
		public Builder queues(int queues) {
			return readQueues(queues).writeQueues(queues);
		}

		/**
		 * How many queues each broker lets be read; more than can be written while their
		 * number is made smaller. Default: 8.
		 */
		public Builder readQueues(int readQueues) {
			this.readQueues = readQueues;
			return this;
		}

		/**
		 * How many queues each broker lets be written. Default: 8.
		 */
		public Builder writeQueues(int writeQueues) {
			this.writeQueues = writeQueues;
			return this;
		}

		/**
		 * What may be done with the queues. Default: {@link Permission#READ_WRITE}.
		 */
		public Builder permission(Permission permission) {
			this.permission = Objects.requireNonNull(permission, "permission");
			return this;
		}

		/**
		 * Whether the topic is marked as ordered. Default: false.
		 */
		public Builder ordered(boolean ordered) {
			this.ordered = ordered;
			return this;
		}

		/**
		 * The kind of messages the topic is for, the attribute {@code message.type}.
		 * Brokers before 5.0 ignore it. Default: not said.
		 */
		public Builder messageType(MessageType type) {
			return attribute("message.type", type.name());
		}

		/**
		 * Sets an attribute of brokers of 5.0 and later, such as {@code cleanup.policy};
		 * an empty value removes it.
		 */
		public Builder attribute(String name, String value) {
			this.attributes.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
			return this;
		}

		/**
		 * The one cluster to create the topic in. Default: all that the name servers
		 * know.
		 */
		public Builder cluster(@Nullable String cluster) {
			this.cluster = cluster;
			return this;
		}

		/**
		 * Makes the settings.
		 * @throws IllegalArgumentException naming the setting that makes no sense
		 */
		public TopicSettings build() {
			return new TopicSettings(this.topic, this.readQueues, this.writeQueues, this.permission, this.ordered,
					this.attributes, this.cluster);
		}

	}

}
