package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a pop consumer receives and how long it keeps it.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group; all its members must have the same subscriptions
 * @param subscriptions the filter of each subscribed topic
 * @param startPosition where a group that is new to a queue begins
 * @param maxReconsumeTimes how often a message is delivered again before it goes to the
 * dead-letter topic
 * @param renewal whether the invisible time of held messages is renewed
 * @param maxHoldTime for how long at most it is renewed
 * @param maxHeldMessages the most messages that are held at the same time
 */
public record PopConsumerOptions(String group, Map<String, Filter> subscriptions, StartPosition startPosition,
		int maxReconsumeTimes, boolean renewal, Duration maxHoldTime, int maxHeldMessages) {

	public PopConsumerOptions {
		subscriptions = Collections.unmodifiableMap(new LinkedHashMap<>(subscriptions));
	}

	/**
	 * Starts the options of a pop consumer.
	 * @param group 1 to 120 characters of letters, digits, {@code _}, {@code -},
	 * {@code %} and {@code |}
	 */
	public static Builder builder(String group) {
		return new Builder(group);
	}

	/**
	 * Collects {@link PopConsumerOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private final String group;

		private final Map<String, Filter> subscriptions = new LinkedHashMap<>();

		private StartPosition startPosition = StartPosition.LAST;

		private int maxReconsumeTimes = 16;

		private boolean renewal;

		private Duration maxHoldTime = Duration.ofHours(1);

		private int maxHeldMessages = 1024;

		private Builder(String group) {
			this.group = Objects.requireNonNull(group, "group");
		}

		/**
		 * Subscribes to a topic; a second call for the same topic replaces the filter.
		 */
		public Builder subscribe(String topic, Filter filter) {
			this.subscriptions.put(Objects.requireNonNull(topic, "topic"), Objects.requireNonNull(filter, "filter"));
			return this;
		}

		/**
		 * Where a group begins in a queue that it never received from. Default:
		 * {@link StartPosition#LAST}, with which brokers also hand out the newest message
		 * that is stored already.
		 */
		public Builder startPosition(StartPosition startPosition) {
			this.startPosition = Objects.requireNonNull(startPosition, "startPosition");
			return this;
		}

		/**
		 * How often a message that was not acknowledged is delivered again before it goes
		 * to the group's dead-letter topic. Brokers do not count for popped messages, so
		 * the member that receives it once more brings it there. Default: 16.
		 */
		public Builder maxReconsumeTimes(int maxReconsumeTimes) {
			this.maxReconsumeTimes = maxReconsumeTimes;
			return this;
		}

		/**
		 * Whether the invisible time of a message is renewed, each time half of it is
		 * over, until the message is acknowledged or its invisible time is changed.
		 * Default: no.
		 */
		public Builder renewal(boolean renewal) {
			this.renewal = renewal;
			return this;
		}

		/**
		 * For how long at most the invisible time of one message is renewed, so that a
		 * message that was forgotten comes again. Default: 1 hour.
		 */
		public Builder maxHoldTime(Duration maxHoldTime) {
			this.maxHoldTime = Objects.requireNonNull(maxHoldTime, "maxHoldTime");
			return this;
		}

		/**
		 * The most messages that are held at the same time; receiving more fails.
		 * Default: 1024.
		 */
		public Builder maxHeldMessages(int maxHeldMessages) {
			this.maxHeldMessages = maxHeldMessages;
			return this;
		}

		/**
		 * Checks the settings.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public PopConsumerOptions build() {
			require(!this.group.isBlank(), "group", "must not be blank");
			require(!this.subscriptions.isEmpty(), "subscriptions", "must name at least one topic");
			require(this.maxReconsumeTimes >= 0, "maxReconsumeTimes",
					"must not be negative, but is " + this.maxReconsumeTimes);
			require(this.maxHoldTime.toMillis() > 0, "maxHoldTime",
					"must be at least 1 ms, but is " + this.maxHoldTime);
			require(this.maxHeldMessages > 0, "maxHeldMessages", "must be positive, but is " + this.maxHeldMessages);
			return new PopConsumerOptions(this.group, this.subscriptions, this.startPosition, this.maxReconsumeTimes,
					this.renewal, this.maxHoldTime, this.maxHeldMessages);
		}

		private static void require(boolean valid, String setting, String problem) {
			if (!valid) {
				throw new IllegalArgumentException("Pop consumer option '" + setting + "' " + problem);
			}
		}

	}

}
