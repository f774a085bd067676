package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * What a consumer of lite topics receives and how.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic that holds the lite topics
 * @param liteTopics the lite topics that are subscribed to at the start
 * @param listener told of lite topics that brokers take away
 * @param consuming how the messages are received and handled, in the words of the push
 * consumer
 */
public record LiteConsumerOptions(String topic, Set<String> liteTopics, LiteTopicListener listener,
		PushConsumerOptions consuming) {

	public LiteConsumerOptions {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(listener, "listener");
		Objects.requireNonNull(consuming, "consuming");
		liteTopics = Collections.unmodifiableSet(new LinkedHashSet<>(liteTopics));
	}

	/**
	 * Starts the options of a consumer of lite topics.
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
		return this.consuming.group();
	}

	/**
	 * Collects {@link LiteConsumerOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private final String topic;

		private final PushConsumerOptions.Builder consuming;

		private final Set<String> liteTopics = new LinkedHashSet<>();

		private LiteTopicListener listener = (topic, liteTopic) -> {
		};

		private Builder(String group, String topic) {
			this.topic = Objects.requireNonNull(topic, "topic");
			this.consuming = PushConsumerOptions.builder(group)
				.subscribe(topic, Filter.all())
				.receiveMode(ReceiveMode.POP)
				.missingTopic(MissingTopicPolicy.FAIL);
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
		 * How many lite topics are handled at the same time. Default: 20.
		 */
		public Builder concurrency(int concurrency) {
			this.consuming.concurrency(concurrency);
			return this;
		}

		/**
		 * Runs the listener on the application's own threads, virtual ones for example.
		 * The client never shuts it down. Default: platform threads named after the
		 * group.
		 */
		public Builder executor(@Nullable Executor executor) {
			this.consuming.executor(executor);
			return this;
		}

		/**
		 * How often a failed message is delivered again before it goes to the dead-letter
		 * topic; {@link PushConsumerOptions#UNLIMITED} never gives one up, so that it
		 * blocks its lite topic for ever if it cannot be handled. Default: 16.
		 */
		public Builder maxReconsumeTimes(int maxReconsumeTimes) {
			this.consuming.maxReconsumeTimes(maxReconsumeTimes);
			return this;
		}

		/**
		 * How long a lite topic waits before it tries a failed message again, unless
		 * outcome or policy say something else. Default: 1 second.
		 */
		public Builder retryDelay(Duration retryDelay) {
			this.consuming.retryDelay(retryDelay);
			return this;
		}

		/**
		 * Decides about messages that failed. Default: {@link RetryPolicy#standard()}.
		 */
		public Builder retryPolicy(RetryPolicy retryPolicy) {
			this.consuming.retryPolicy(retryPolicy);
			return this;
		}

		/**
		 * Told of messages that were given up. Default: nobody is.
		 */
		public Builder deadLetterListener(@Nullable DeadLetterListener listener) {
			this.consuming.deadLetterListener(listener);
			return this;
		}

		/**
		 * Decides about messages that cannot be read. Default:
		 * {@link PoisonHandler#deadLetter()}.
		 */
		public Builder poisonHandler(PoisonHandler poisonHandler) {
			this.consuming.poisonHandler(poisonHandler);
			return this;
		}

		/**
		 * After what time a listener that still runs is reported, to the log and to
		 * interceptors; its lite topic waits for it, however long. Default: 15 minutes.
		 */
		public Builder consumeTimeout(Duration consumeTimeout) {
			this.consuming.consumeTimeout(consumeTimeout);
			return this;
		}

		/**
		 * Adds an interceptor of the listener's calls, behind those of the client and
		 * those added before. Default: none.
		 */
		public Builder interceptor(ConsumeInterceptor interceptor) {
			this.consuming.interceptor(interceptor);
			return this;
		}

		/**
		 * The most messages handed to the listener in a second, 0 for no limit. Default:
		 * 0.
		 */
		public Builder maxMessagesPerSecond(int maxMessagesPerSecond) {
			this.consuming.maxMessagesPerSecond(maxMessagesPerSecond);
			return this;
		}

		/**
		 * How long nobody else gets a message, 1 second to 12 hours; renewed while it is
		 * held, so that it is the time after which the messages of a member that crashed
		 * come again. Default: 1 minute.
		 */
		public Builder invisibleTime(Duration invisibleTime) {
			this.consuming.invisibleTime(invisibleTime);
			return this;
		}

		/**
		 * The most messages of one broker that are held here; nothing is popped beyond
		 * it. Default: 96.
		 */
		public Builder maxHeldPerBroker(int maxHeldPerBroker) {
			this.consuming.maxPoppedPerQueue(maxHeldPerBroker);
			return this;
		}

		/**
		 * How long running listeners may take to finish when the consumer is closed.
		 * Default: 30 seconds.
		 */
		public Builder drainTimeout(Duration drainTimeout) {
			this.consuming.drainTimeout(drainTimeout);
			return this;
		}

		/**
		 * Checks the settings.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public LiteConsumerOptions build() {
			return new LiteConsumerOptions(this.topic, this.liteTopics, this.listener, this.consuming.build());
		}

	}

}
