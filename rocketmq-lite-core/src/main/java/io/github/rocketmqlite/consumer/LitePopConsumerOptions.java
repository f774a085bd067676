package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a pop consumer of lite topics receives and how long it keeps it.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic that holds the lite topics
 * @param liteTopics the lite topics that are subscribed to at the start
 * @param listener told of lite topics that brokers take away
 * @param popping how the messages are received, in the words of the pop consumer
 */
public record LitePopConsumerOptions(String topic, Set<String> liteTopics, LiteTopicListener listener,
		PopConsumerOptions popping) {

	public LitePopConsumerOptions {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(listener, "listener");
		Objects.requireNonNull(popping, "popping");
		liteTopics = Collections.unmodifiableSet(new LinkedHashSet<>(liteTopics));
	}

	/**
	 * Starts the options of a pop consumer of lite topics.
	 * @param group 1 to 120 characters of letters, digits, {@code _}, {@code -},
	 * {@code %} and {@code |}; its attribute {@code lite.bind.topic} must name the topic
	 * @param topic the topic that holds the lite topics, of the type {@code LITE}
	 */
	public static Builder builder(String group, String topic) {
		return new Builder(group, topic);
	}

	/**
	 * The consumer group.
	 */
	public String group() {
		return this.popping.group();
	}

	/**
	 * Collects {@link LitePopConsumerOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private final String topic;

		private final PopConsumerOptions.Builder popping;

		private final Set<String> liteTopics = new LinkedHashSet<>();

		private LiteTopicListener listener = (topic, liteTopic) -> {
		};

		private Builder(String group, String topic) {
			this.topic = Objects.requireNonNull(topic, "topic");
			this.popping = PopConsumerOptions.builder(group).subscribe(topic, Filter.all());
		}

		/**
		 * Adds lite topics that are subscribed to at the start. Default: none.
		 */
		public Builder liteTopics(String... liteTopics) {
			this.liteTopics.addAll(List.of(liteTopics));
			return this;
		}

		/**
		 * Told of lite topics that brokers take away. Default: nobody is.
		 */
		public Builder liteTopicListener(LiteTopicListener listener) {
			this.listener = Objects.requireNonNull(listener, "listener");
			return this;
		}

		/**
		 * How often a message that was not acknowledged is delivered again before it goes
		 * to the group's dead-letter topic. Default: 16.
		 */
		public Builder maxReconsumeTimes(int maxReconsumeTimes) {
			this.popping.maxReconsumeTimes(maxReconsumeTimes);
			return this;
		}

		/**
		 * Whether the invisible time of a message is renewed, each time half of it is
		 * over, until the message is acknowledged, its invisible time is changed or the
		 * consumer is closed. Default: no.
		 */
		public Builder renewal(boolean renewal) {
			this.popping.renewal(renewal);
			return this;
		}

		/**
		 * For how long at most the invisible time of one message is renewed, so that a
		 * message that was forgotten comes again. Default: 1 hour.
		 */
		public Builder maxHoldTime(Duration maxHoldTime) {
			this.popping.maxHoldTime(maxHoldTime);
			return this;
		}

		/**
		 * The most messages that are held at the same time; receiving more fails.
		 * Default: 1024.
		 */
		public Builder maxHeldMessages(int maxHeldMessages) {
			this.popping.maxHeldMessages(maxHeldMessages);
			return this;
		}

		/**
		 * Checks the settings.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public LitePopConsumerOptions build() {
			return new LitePopConsumerOptions(this.topic, this.liteTopics, this.listener, this.popping.build());
		}

	}

}
