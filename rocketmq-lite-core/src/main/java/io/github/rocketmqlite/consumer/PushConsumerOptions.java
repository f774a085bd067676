package io.github.rocketmqlite.consumer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * What a push consumer receives and how.
 * <p>
 * Long because every option takes a field, its description and a setter.
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
 * @param handling how the listener is called
 * @param cacheLimits how much is held here
 * @param assignment how the consumer comes to its queues
 * @param offsets where the progress is kept
 * @param brokerCommands what operators may ask of the consumer by way of a broker
 * @param receive whether messages are pulled or popped
 * @param pulling how the queues are pulled
 */
public record PushConsumerOptions(String group, Map<String, Filter> subscriptions, int concurrency,
		@Nullable Executor executor, StartPosition startPosition, int maxReconsumeTimes, int pullBatchSize,
		int maxCachedMessagesPerQueue, Duration drainTimeout, Duration commitInterval,
		List<ConsumeInterceptor> interceptors, HandlingOptions handling, CacheLimits cacheLimits,
		AssignmentOptions assignment, OffsetOptions offsets, Set<BrokerCommand> brokerCommands, ReceiveOptions receive,
		PullTuning pulling) {

	/** The value of {@link #maxReconsumeTimes()} that never gives a message up. */
	public static final int UNLIMITED = Integer.MAX_VALUE;

	public PushConsumerOptions {
		brokerCommands = Set.copyOf(brokerCommands);
		subscriptions = Collections.unmodifiableMap(new LinkedHashMap<>(subscriptions));
		interceptors = List.copyOf(interceptors);
		receive.requireFits(startPosition, handling, assignment, offsets);
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
	 * These options with another listener of assignments.
	 */
	public PushConsumerOptions withAssignmentListener(@Nullable AssignmentListener listener) {
		AssignmentOptions changed = new AssignmentOptions(this.assignment.model(), this.assignment.strategy(),
				this.assignment.assignedByBroker(), listener, this.assignment.missingTopic());
		return new PushConsumerOptions(this.group, this.subscriptions, this.concurrency, this.executor,
				this.startPosition, this.maxReconsumeTimes, this.pullBatchSize, this.maxCachedMessagesPerQueue,
				this.drainTimeout, this.commitInterval, this.interceptors, this.handling, this.cacheLimits, changed,
				this.offsets, this.brokerCommands, this.receive, this.pulling);
	}

	/**
	 * Collects {@link PushConsumerOptions}. Not thread-safe.
	 */
	public static final class Builder extends HandlingBuilder<Builder> {

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

		private long maxCachedBytesPerQueue = 100 * 1024 * 1024;

		private int maxSpanPerQueue;

		private int maxCachedMessagesPerTopic = Integer.MAX_VALUE;

		private long maxCachedBytesPerTopic = Long.MAX_VALUE;

		private MessageModel messageModel = AssignmentOptions.DEFAULT.model();

		private AllocationStrategy allocationStrategy = AssignmentOptions.DEFAULT.strategy();

		private boolean assignedByBroker;

		private @Nullable AssignmentListener assignmentListener;

		private MissingTopicPolicy missingTopic = AssignmentOptions.DEFAULT.missingTopic();

		private @Nullable Instant startTime;

		private IllegalOffsetPolicy illegalOffset = OffsetOptions.DEFAULT.illegalOffset();

		private @Nullable Path offsetDirectory;

		private @Nullable OffsetRepository offsetRepository;

		private PullTuning pulling = PullTuning.DEFAULT;

		private Set<BrokerCommand> brokerCommands = EnumSet.of(BrokerCommand.STATUS, BrokerCommand.RUNNING_INFO);

		private ReceiveMode receiveMode = ReceiveOptions.DEFAULT.mode();

		private Duration invisibleTime = ReceiveOptions.DEFAULT.invisibleTime();

		private int maxPoppedPerQueue = ReceiveOptions.DEFAULT.maxPoppedPerQueue();

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
		 * Begins at the first message that was stored at a time or later, in a queue for
		 * which there is no offset: {@link StartPosition#TIMESTAMP}.
		 */
		public Builder startAt(Instant time) {
			this.startPosition = StartPosition.TIMESTAMP;
			this.startTime = Objects.requireNonNull(time, "time");
			return this;
		}

		/**
		 * What is done when the broker does not have the offset that the group stands at.
		 * Default: {@link IllegalOffsetPolicy#NEAREST}.
		 */
		public Builder illegalOffset(IllegalOffsetPolicy policy) {
			this.illegalOffset = Objects.requireNonNull(policy, "policy");
			return this;
		}

		/**
		 * Keeps the progress in a file, {@code <directory>/<group>.offsets}, which only
		 * one consumer can use at a time. Default: at the brokers, and for
		 * {@link MessageModel#BROADCASTING} in files below {@code .rocketmq-lite/offsets}
		 * in the user's home. In a group of the model {@link MessageModel#CLUSTERING}
		 * that has more than one member, a queue begins anew with each of its owners that
		 * has no offset of it in its file.
		 */
		public Builder offsetsInFile(Path directory) {
			this.offsetDirectory = Objects.requireNonNull(directory, "directory");
			this.offsetRepository = null;
			return this;
		}

		/**
		 * Keeps the progress in a place of the application's own. What is said of
		 * {@link #offsetsInFile(Path)} and several members holds here, too, unless the
		 * members share the place. Each consumer needs a repository of its own.
		 */
		public Builder offsetsIn(OffsetRepository repository) {
			this.offsetDirectory = null;
			this.offsetRepository = Objects.requireNonNull(repository, "repository");
			return this;
		}

		/**
		 * Who of the group gets a message. All members must have the same model. Default:
		 * {@link MessageModel#CLUSTERING}.
		 */
		public Builder messageModel(MessageModel model) {
			this.messageModel = Objects.requireNonNull(model, "model");
			return this;
		}

		/**
		 * How the queues are divided among the members of the group, who must all have
		 * the same strategy. Default: {@link AllocationStrategy#averagely()}.
		 */
		public Builder allocationStrategy(AllocationStrategy strategy) {
			this.allocationStrategy = Objects.requireNonNull(strategy, "strategy");
			return this;
		}

		/**
		 * Lets the brokers divide the queues, see
		 * {@link AssignmentOptions#assignedByBroker()}. Default: {@code false}.
		 */
		public Builder assignedByBroker(boolean assignedByBroker) {
			this.assignedByBroker = assignedByBroker;
			return this;
		}

		/**
		 * Told of gained and lost queues. Default: nobody is.
		 */
		public Builder assignmentListener(@Nullable AssignmentListener listener) {
			this.assignmentListener = listener;
			return this;
		}

		/**
		 * What a topic without a route means for the start. Default:
		 * {@link MissingTopicPolicy#WAIT}.
		 */
		public Builder missingTopic(MissingTopicPolicy policy) {
			this.missingTopic = Objects.requireNonNull(policy, "policy");
			return this;
		}

		/**
		 * Whether messages are pulled or popped; all members must have the same mode.
		 * {@link ReceiveMode#POP} goes with neither order nor broadcasting, and progress
		 * is kept at the brokers. Default: {@link ReceiveMode#PULL}; with
		 * {@link #assignedByBroker(boolean)} operators may change it.
		 */
		public Builder receiveMode(ReceiveMode mode) {
			this.receiveMode = Objects.requireNonNull(mode, "mode");
			return this;
		}

		/**
		 * How long nobody else gets a popped message, 1 second to 12 hours; renewed for
		 * as long as the message waits for the listener or is handled, so that it is no
		 * limit but the time after which the messages of a member that crashed come
		 * again. Default: 1 minute.
		 */
		public Builder invisibleTime(Duration invisibleTime) {
			this.invisibleTime = Objects.requireNonNull(invisibleTime, "invisibleTime");
			return this;
		}

		/**
		 * The most popped messages of a topic at one broker, or of one queue when brokers
		 * assign those, that are held here; popping pauses beyond it. Few, because others
		 * could have what waits here. Default: 96.
		 */
		public Builder maxPoppedPerQueue(int maxPoppedPerQueue) {
			this.maxPoppedPerQueue = maxPoppedPerQueue;
			return this;
		}

		/**
		 * What operators may ask of this consumer by way of a broker; all else is
		 * refused. Default: {@link BrokerCommand#STATUS} and
		 * {@link BrokerCommand#RUNNING_INFO}.
		 */
		public Builder brokerCommands(Set<BrokerCommand> commands) {
			this.brokerCommands = Set.copyOf(commands);
			return this;
		}

		/**
		 * How often a failed message is delivered again before it goes to the dead-letter
		 * topic; {@link #UNLIMITED} never gives one up, so that a message that cannot be
		 * handled blocks its queue for ever if consumption is ordered. Default: 16.
		 */
		public Builder maxReconsumeTimes(int maxReconsumeTimes) {
			this.maxReconsumeTimes = maxReconsumeTimes;
			return this;
		}

		/**
		 * The most messages one pull asks for, 1 to 1024. Default: 32, the most that one
		 * pop can ask for.
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
		 * How the queues are pulled. Default: {@link PullTuning#DEFAULT}.
		 */
		public Builder pulling(PullTuning pulling) {
			this.pulling = Objects.requireNonNull(pulling, "pulling");
			return this;
		}

		/**
		 * The most bytes of one queue that are held here; pulling pauses beyond it.
		 * Default: 100 MiB.
		 */
		public Builder maxCachedBytesPerQueue(long maxCachedBytesPerQueue) {
			this.maxCachedBytesPerQueue = maxCachedBytesPerQueue;
			return this;
		}

		/**
		 * How many messages a queue goes on beyond one that is not finished; after a
		 * crash at most so many are repeated. Default: twice the
		 * {@link #maxCachedMessagesPerQueue(int)}, so 2000.
		 */
		public Builder maxSpanPerQueue(int maxSpanPerQueue) {
			Settings.require(maxSpanPerQueue > 0, "maxSpanPerQueue", "must be positive, but is " + maxSpanPerQueue);
			this.maxSpanPerQueue = maxSpanPerQueue;
			return this;
		}

		/**
		 * The most messages of all queues of a topic that are held here; pulling pauses
		 * until a quarter of them is finished. Default: no limit.
		 */
		public Builder maxCachedMessagesPerTopic(int maxCachedMessagesPerTopic) {
			this.maxCachedMessagesPerTopic = maxCachedMessagesPerTopic;
			return this;
		}

		/**
		 * The most bytes of all queues of a topic that are held here; pulling pauses
		 * until a quarter of them is finished. Default: no limit.
		 */
		public Builder maxCachedBytesPerTopic(long maxCachedBytesPerTopic) {
			this.maxCachedBytesPerTopic = maxCachedBytesPerTopic;
			return this;
		}

		/**
		 * Checks the settings.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public PushConsumerOptions build() {
			Settings.require(!this.group.isBlank(), "group", "must not be blank");
			Settings.require(!this.subscriptions.isEmpty(), "subscriptions", "must name at least one topic");
			Settings.require(this.concurrency > 0, "concurrency", "must be positive, but is " + this.concurrency);
			Settings.require(this.maxReconsumeTimes >= 0, "maxReconsumeTimes",
					"must not be negative, but is " + this.maxReconsumeTimes);
			Settings.require(this.pullBatchSize >= 1 && this.pullBatchSize <= 1024, "pullBatchSize",
					"must be 1 to 1024, but is " + this.pullBatchSize);
			Settings.require(this.maxCachedMessagesPerQueue > 0, "maxCachedMessagesPerQueue",
					"must be positive, but is " + this.maxCachedMessagesPerQueue);
			Settings.require(!this.drainTimeout.isNegative(), "drainTimeout",
					"must not be negative, but is " + this.drainTimeout);
			Settings.require(this.commitInterval.toMillis() > 0, "commitInterval",
					"must be at least 1 ms, but is " + this.commitInterval);
			Settings.require(this.startPosition != StartPosition.TIMESTAMP || this.startTime != null, "startPosition",
					"is TIMESTAMP, but there is no time; use startAt");
			return new PushConsumerOptions(this.group, this.subscriptions, this.concurrency, this.executor,
					this.startPosition, this.maxReconsumeTimes, this.pullBatchSize, this.maxCachedMessagesPerQueue,
					this.drainTimeout, this.commitInterval, this.interceptors, handling(),
					new CacheLimits(this.maxCachedBytesPerQueue, span(), this.maxCachedMessagesPerTopic,
							this.maxCachedBytesPerTopic),
					new AssignmentOptions(this.messageModel, this.allocationStrategy, this.assignedByBroker,
							this.assignmentListener, this.missingTopic),
					new OffsetOptions(this.startTime, this.illegalOffset, this.offsetDirectory, this.offsetRepository),
					this.brokerCommands,
					new ReceiveOptions(this.receiveMode, this.invisibleTime, this.maxPoppedPerQueue), this.pulling);
		}

		@Override
		Builder self() {
			return this;
		}

		private int span() {
			return (this.maxSpanPerQueue > 0) ? this.maxSpanPerQueue
					: (int) Math.min(Integer.MAX_VALUE, 2L * this.maxCachedMessagesPerQueue);
		}

	}

}
