package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * What a push consumer receives and how.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group; all its members must have the same subscriptions
 * @param subscriptions the filter of each subscribed topic
 * @param concurrency how many messages are handled at the same time
 * @param executor runs the listener; {@code null} for threads of the consumer's own
 * @param startPosition where a group without offsets begins
 * @param maxReconsumeTimes how often a failed message is delivered again before it goes
 * to the dead-letter topic
 * @param pullBatchSize the most messages one pull asks for
 * @param maxCachedMessagesPerQueue the most messages of one queue that are held here
 * @param drainTimeout how long running listeners may take to finish when a queue or the
 * consumer is given up
 * @param commitInterval how often progress is reported to the broker
 * @param interceptors look on around each call of the listener, in this order
 */
public record PushConsumerOptions(String group, Map<String, Filter> subscriptions, int concurrency,
		@Nullable Executor executor, StartPosition startPosition, int maxReconsumeTimes, int pullBatchSize,
		int maxCachedMessagesPerQueue, Duration drainTimeout, Duration commitInterval,
		List<ConsumeInterceptor> interceptors) {

	public PushConsumerOptions {
		subscriptions = Collections.unmodifiableMap(new LinkedHashMap<>(subscriptions));
		interceptors = List.copyOf(interceptors);
	}

	/**
	 * Starts the options of a push consumer.
	 * @param group 1 to 120 characters of letters, digits, {@code _}, {@code -},
	 * {@code %} and {@code |}
	 */
	public static Builder builder(String group) {
		return new Builder(group);
	}

	/**
	 * Collects {@link PushConsumerOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private final String group;

		private final Map<String, Filter> subscriptions = new LinkedHashMap<>();

		private int concurrency = 20;

		private @Nullable Executor executor;

		private StartPosition startPosition = StartPosition.LAST;

		private int maxReconsumeTimes = 16;

		private int pullBatchSize = 32;

		private int maxCachedMessagesPerQueue = 1000;

		private Duration drainTimeout = Duration.ofSeconds(30);

		private Duration commitInterval = Duration.ofSeconds(1);

		private final List<ConsumeInterceptor> interceptors = new ArrayList<>();

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
		 * How many messages are handled at the same time. Default: 20.
		 */
		public Builder concurrency(int concurrency) {
			this.concurrency = concurrency;
			return this;
		}

		/**
		 * Runs the listener on the application's own threads, virtual ones for example.
		 * At most {@link #concurrency(int)} calls run at the same time. The client never
		 * shuts it down. Default: platform threads named after the group.
		 */
		public Builder executor(@Nullable Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Where a group begins in a queue for which the broker holds no offset. Default:
		 * {@link StartPosition#LAST}.
		 */
		public Builder startPosition(StartPosition startPosition) {
			this.startPosition = Objects.requireNonNull(startPosition, "startPosition");
			return this;
		}

		/**
		 * How often a failed message is delivered again before it goes to the dead-letter
		 * topic. Default: 16.
		 */
		public Builder maxReconsumeTimes(int maxReconsumeTimes) {
			this.maxReconsumeTimes = maxReconsumeTimes;
			return this;
		}

		/**
		 * The most messages one pull asks for, 1 to 1024. Default: 32.
		 */
		public Builder pullBatchSize(int pullBatchSize) {
			this.pullBatchSize = pullBatchSize;
			return this;
		}

		/**
		 * The most messages of one queue that are held here; pulling pauses beyond it.
		 * Default: 1000. All consumers of a client also share its budget of bytes.
		 */
		public Builder maxCachedMessagesPerQueue(int maxCachedMessagesPerQueue) {
			this.maxCachedMessagesPerQueue = maxCachedMessagesPerQueue;
			return this;
		}

		/**
		 * How long running listeners may take to finish when a queue or the consumer is
		 * given up. Default: 30 seconds.
		 */
		public Builder drainTimeout(Duration drainTimeout) {
			this.drainTimeout = Objects.requireNonNull(drainTimeout, "drainTimeout");
			return this;
		}

		/**
		 * How often progress is reported to the broker. Default: 1 second. After a crash
		 * at most this much work is repeated.
		 */
		public Builder commitInterval(Duration commitInterval) {
			this.commitInterval = Objects.requireNonNull(commitInterval, "commitInterval");
			return this;
		}

		/**
		 * Adds an interceptor of the listener's calls, behind those of the client and
		 * those added before. Default: none.
		 */
		public Builder interceptor(ConsumeInterceptor interceptor) {
			this.interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
			return this;
		}

		/**
		 * Checks the settings.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public PushConsumerOptions build() {
			require(!this.group.isBlank(), "group", "must not be blank");
			require(!this.subscriptions.isEmpty(), "subscriptions", "must name at least one topic");
			require(this.concurrency > 0, "concurrency", "must be positive, but is " + this.concurrency);
			require(this.maxReconsumeTimes >= 0, "maxReconsumeTimes",
					"must not be negative, but is " + this.maxReconsumeTimes);
			require(this.pullBatchSize >= 1 && this.pullBatchSize <= 1024, "pullBatchSize",
					"must be 1 to 1024, but is " + this.pullBatchSize);
			require(this.maxCachedMessagesPerQueue > 0, "maxCachedMessagesPerQueue",
					"must be positive, but is " + this.maxCachedMessagesPerQueue);
			require(!this.drainTimeout.isNegative(), "drainTimeout",
					"must not be negative, but is " + this.drainTimeout);
			require(this.commitInterval.toMillis() > 0, "commitInterval",
					"must be at least 1 ms, but is " + this.commitInterval);
			return new PushConsumerOptions(this.group, this.subscriptions, this.concurrency, this.executor,
					this.startPosition, this.maxReconsumeTimes, this.pullBatchSize, this.maxCachedMessagesPerQueue,
					this.drainTimeout, this.commitInterval, this.interceptors);
		}

		private static void require(boolean valid, String setting, String problem) {
			if (!valid) {
				throw new IllegalArgumentException("Push consumer option '" + setting + "' " + problem);
			}
		}

	}

}
