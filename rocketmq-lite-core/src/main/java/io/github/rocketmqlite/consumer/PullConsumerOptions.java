package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a pull consumer polls and commits.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param filters the filters of topics whose queues are assigned by hand
 * @param startPosition where a group without offsets begins
 * @param startTime where {@link StartPosition#TIMESTAMP} begins
 * @param allocationStrategy divides the queues of subscribed topics among the members
 * @param autoCommit whether a poll confirms what the one before returned
 * @param autoCommitInterval how often confirmed progress is reported to the broker
 * @param maxPollMessages the most messages one poll returns
 * @param pullBatchSize the most messages one pull asks for
 * @param maxCachedMessagesPerQueue the most messages of one queue that are held here
 * @param drainTimeout how long a queue that another member takes over waits for its
 * polled messages to be confirmed
 * @param pulling how the queues are pulled
 */
public record PullConsumerOptions(String group, Map<String, Filter> filters, StartPosition startPosition,
		@Nullable Instant startTime, AllocationStrategy allocationStrategy, boolean autoCommit,
		Duration autoCommitInterval, int maxPollMessages, int pullBatchSize, int maxCachedMessagesPerQueue,
		Duration drainTimeout, PullTuning pulling) {

	public PullConsumerOptions {
		filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
	}

	/**
	 * Starts the options of a pull consumer.
	 * @param group 1 to 120 characters of letters, digits, {@code _}, {@code -},
	 * {@code %} and {@code |}
	 */
	public static Builder builder(String group) {
		return new Builder(group);
	}

	/**
	 * Collects {@link PullConsumerOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private final String group;

		private final Map<String, Filter> filters = new LinkedHashMap<>();

		private StartPosition startPosition = StartPosition.LAST;

		private @Nullable Instant startTime;

		private AllocationStrategy allocationStrategy = AllocationStrategy.averagely();

		private boolean autoCommit = true;

		private Duration autoCommitInterval = Duration.ofSeconds(5);

		private int maxPollMessages = 100;

		private int pullBatchSize = 32;

		private int maxCachedMessagesPerQueue = 1000;

		private Duration drainTimeout = Duration.ofSeconds(10);

		private PullTuning pulling = PullTuning.DEFAULT;

		private Builder(String group) {
			this.group = Objects.requireNonNull(group, "group");
		}

		/**
		 * The filter of a topic whose queues will be assigned by hand. Default: all
		 * messages. Subscriptions bring filters of their own.
		 */
		public Builder filter(String topic, Filter filter) {
			this.filters.put(Objects.requireNonNull(topic, "topic"), Objects.requireNonNull(filter, "filter"));
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
		 * Begins a queue for which the broker holds no offset with the first message that
		 * it got at a time or later.
		 */
		public Builder startAt(Instant time) {
			this.startPosition = StartPosition.TIMESTAMP;
			this.startTime = Objects.requireNonNull(time, "time");
			return this;
		}

		/**
		 * Divides the queues of subscribed topics; all members must have the same.
		 * Default: {@link AllocationStrategy#averagely()}.
		 */
		public Builder allocationStrategy(AllocationStrategy strategy) {
			this.allocationStrategy = Objects.requireNonNull(strategy, "strategy");
			return this;
		}

		/**
		 * Whether a poll confirms what the one before returned. Without it only commits
		 * do. Default: yes.
		 */
		public Builder autoCommit(boolean autoCommit) {
			this.autoCommit = autoCommit;
			return this;
		}

		/**
		 * How often confirmed progress is reported to the broker. Default: 5 seconds.
		 */
		public Builder autoCommitInterval(Duration autoCommitInterval) {
			this.autoCommitInterval = Objects.requireNonNull(autoCommitInterval, "autoCommitInterval");
			return this;
		}

		/**
		 * The most messages one poll returns. Default: 100.
		 */
		public Builder maxPollMessages(int maxPollMessages) {
			this.maxPollMessages = maxPollMessages;
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
		 * How long a queue that another member takes over waits for its polled messages
		 * to be confirmed, by the next poll or a commit. Default: 10 seconds. After that
		 * the other member gets them again.
		 */
		public Builder drainTimeout(Duration drainTimeout) {
			this.drainTimeout = Objects.requireNonNull(drainTimeout, "drainTimeout");
			return this;
		}

		/**
		 * How the queues are pulled. Default: {@link PullTuning#DEFAULT}.
		 */
		public Builder pulling(PullTuning pulling) {
			this.pulling = Objects.requireNonNull(pulling, "pulling");
			return this;
		}

		/**
		 * Checks the settings.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public PullConsumerOptions build() {
			require(!this.group.isBlank(), "group", "must not be blank");
			require(this.startPosition != StartPosition.TIMESTAMP || this.startTime != null, "startPosition",
					"TIMESTAMP needs a time: use startAt");
			require(this.autoCommitInterval.toMillis() > 0, "autoCommitInterval",
					"must be at least 1 ms, but is " + this.autoCommitInterval);
			require(this.maxPollMessages > 0, "maxPollMessages", "must be positive, but is " + this.maxPollMessages);
			require(this.pullBatchSize >= 1 && this.pullBatchSize <= 1024, "pullBatchSize",
					"must be 1 to 1024, but is " + this.pullBatchSize);
			require(this.maxCachedMessagesPerQueue > 0, "maxCachedMessagesPerQueue",
					"must be positive, but is " + this.maxCachedMessagesPerQueue);
			require(!this.drainTimeout.isNegative(), "drainTimeout",
					"must not be negative, but is " + this.drainTimeout);
			return new PullConsumerOptions(this.group, this.filters, this.startPosition, this.startTime,
					this.allocationStrategy, this.autoCommit, this.autoCommitInterval, this.maxPollMessages,
					this.pullBatchSize, this.maxCachedMessagesPerQueue, this.drainTimeout, this.pulling);
		}

		private static void require(boolean valid, String setting, String problem) {
			if (!valid) {
				throw new IllegalArgumentException("Pull consumer option '" + setting + "' " + problem);
			}
		}

	}

}
