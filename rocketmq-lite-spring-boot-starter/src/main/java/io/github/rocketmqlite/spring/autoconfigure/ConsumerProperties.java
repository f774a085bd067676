package io.github.rocketmqlite.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import io.github.rocketmqlite.consumer.BrokerCommand;
import io.github.rocketmqlite.consumer.IllegalOffsetPolicy;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.MissingTopicPolicy;
import io.github.rocketmqlite.consumer.ReceiveMode;
import io.github.rocketmqlite.consumer.StartPosition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * What all listeners have in common unless their annotation says otherwise.
 */
public class ConsumerProperties {

	/**
	 * Consumer group of the listener that names none. A group has one listener only.
	 */
	private @Nullable String group;

	/**
	 * Number of messages that one listener handles at the same time.
	 */
	private int concurrency = 20;

	/**
	 * Where a group begins in a queue for which the broker holds no offset.
	 */
	private StartPosition startPosition = StartPosition.LAST;

	/**
	 * Number of times that a failed message is delivered again before it goes to the
	 * dead-letter topic.
	 */
	private int maxReconsumeTimes = 16;

	/**
	 * Most messages that one pull asks for.
	 */
	private int pullBatchSize = 32;

	/**
	 * Most messages of one queue that are held in memory.
	 */
	private int maxCachedMessagesPerQueue = 1000;

	/**
	 * Most memory for received messages, shared by all listeners.
	 */
	private DataSize maxCachedSize = DataSize.ofMegabytes(64);

	/**
	 * How long running listeners may take to finish when a listener stops or loses a
	 * queue. Keep it below 'spring.lifecycle.timeout-per-shutdown-phase'.
	 */
	private Duration drainTimeout = Duration.ofSeconds(25);

	/**
	 * How often progress is reported to the broker.
	 */
	private Duration commitInterval = Duration.ofSeconds(1);

	/**
	 * Whether the messages of a queue are handled one after another, in their order.
	 */
	private boolean ordered = false;

	/**
	 * Whether only messages of the same ordering key are handled one after another, those
	 * of different keys side by side. Implies 'ordered'.
	 */
	private boolean orderedByKey = false;

	/**
	 * Who of a group gets a message: one member, or all of them.
	 */
	private MessageModel messageModel = MessageModel.CLUSTERING;

	/**
	 * Largest number of messages that a batch listener gets at once.
	 */
	private int batchSize = 32;

	/**
	 * Number of messages that a listener gets in a second. 0 is no limit.
	 */
	private int maxMessagesPerSecond = 0;

	/**
	 * Time after which a listener that still runs is reported and, without order, its
	 * message handed back.
	 */
	private Duration consumeTimeout = Duration.ofMinutes(15);

	/**
	 * How long an ordered queue, or ordering key, waits after a failure.
	 */
	private Duration retryDelay = Duration.ofSeconds(1);

	/**
	 * Most memory for the messages of one queue that are held here.
	 */
	private DataSize maxCachedSizePerQueue = DataSize.ofMegabytes(100);

	/**
	 * What is done when the broker does not have the offset that a group stands at.
	 */
	private IllegalOffsetPolicy illegalOffset = IllegalOffsetPolicy.NEAREST;

	/**
	 * What a topic that does not exist means for the start.
	 */
	private MissingTopicPolicy missingTopic = MissingTopicPolicy.WAIT;

	/**
	 * Directory of files that keep the progress. At the brokers if not set, and for
	 * broadcasting below the home directory.
	 */
	private @Nullable Path offsetsDirectory;

	/**
	 * Whether brokers divide the queues among the members of a group.
	 */
	private boolean assignedByBroker = false;

	/**
	 * Whether messages are pulled from assigned queues, or popped by whoever has time.
	 * Popping takes brokers from 5.0 on.
	 */
	private ReceiveMode receiveMode = ReceiveMode.PULL;

	/**
	 * How long nobody else gets a popped message. Renewed while its listener runs.
	 */
	private Duration invisibleTime = Duration.ofMinutes(1);

	/**
	 * What operators may ask of consumers by way of a broker.
	 */
	private Set<BrokerCommand> brokerCommands = EnumSet.of(BrokerCommand.STATUS, BrokerCommand.RUNNING_INFO);

	/**
	 * Time at which a group without offsets begins, as 2026-11-01T10:00:00Z. Takes the
	 * place of 'start-position'.
	 */
	private @Nullable Instant startAt;

	/**
	 * How members of a group divide its queues. The same for all members.
	 */
	private Allocation allocation = Allocation.AVERAGELY;

	/**
	 * Number of popped messages of a topic at one broker that are not done.
	 */
	private int maxPoppedPerQueue = 96;

	/**
	 * Most offsets between an unfinished message and the last one that is held. Twice the
	 * most messages of a queue if not set.
	 */
	private @Nullable Integer maxSpanPerQueue;

	/**
	 * Most messages of one topic that are held in memory. No limit if not set.
	 */
	private @Nullable Integer maxCachedMessagesPerTopic;

	/**
	 * Most memory for the messages of one topic that are held here. No limit if not set.
	 */
	private @Nullable DataSize maxCachedSizePerTopic;

	/**
	 * How often the locks of ordered queues are renewed, 20s at most.
	 */
	private Duration lockRenewInterval = Duration.ofSeconds(10);

	@NestedConfigurationProperty
	private final PullProperties pull = new PullProperties();

	public @Nullable String getGroup() {
		return this.group;
	}

	public void setGroup(@Nullable String group) {
		this.group = group;
	}

	public int getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(int concurrency) {
		this.concurrency = concurrency;
	}

	public StartPosition getStartPosition() {
		return this.startPosition;
	}

	public void setStartPosition(StartPosition startPosition) {
		this.startPosition = startPosition;
	}

	public int getMaxReconsumeTimes() {
		return this.maxReconsumeTimes;
	}

	public void setMaxReconsumeTimes(int maxReconsumeTimes) {
		this.maxReconsumeTimes = maxReconsumeTimes;
	}

	public int getPullBatchSize() {
		return this.pullBatchSize;
	}

	public void setPullBatchSize(int pullBatchSize) {
		this.pullBatchSize = pullBatchSize;
	}

	public int getMaxCachedMessagesPerQueue() {
		return this.maxCachedMessagesPerQueue;
	}

	public void setMaxCachedMessagesPerQueue(int maxCachedMessagesPerQueue) {
		this.maxCachedMessagesPerQueue = maxCachedMessagesPerQueue;
	}

	public DataSize getMaxCachedSize() {
		return this.maxCachedSize;
	}

	public void setMaxCachedSize(DataSize maxCachedSize) {
		this.maxCachedSize = maxCachedSize;
	}

	public Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	public void setDrainTimeout(Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	public Duration getCommitInterval() {
		return this.commitInterval;
	}

	public void setCommitInterval(Duration commitInterval) {
		this.commitInterval = commitInterval;
	}

	public boolean isOrdered() {
		return this.ordered;
	}

	public void setOrdered(boolean ordered) {
		this.ordered = ordered;
	}

	public boolean isOrderedByKey() {
		return this.orderedByKey;
	}

	public void setOrderedByKey(boolean orderedByKey) {
		this.orderedByKey = orderedByKey;
	}

	public MessageModel getMessageModel() {
		return this.messageModel;
	}

	public void setMessageModel(MessageModel messageModel) {
		this.messageModel = messageModel;
	}

	public int getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(int batchSize) {
		this.batchSize = batchSize;
	}

	public int getMaxMessagesPerSecond() {
		return this.maxMessagesPerSecond;
	}

	public void setMaxMessagesPerSecond(int maxMessagesPerSecond) {
		this.maxMessagesPerSecond = maxMessagesPerSecond;
	}

	public Duration getConsumeTimeout() {
		return this.consumeTimeout;
	}

	public void setConsumeTimeout(Duration consumeTimeout) {
		this.consumeTimeout = consumeTimeout;
	}

	public Duration getRetryDelay() {
		return this.retryDelay;
	}

	public void setRetryDelay(Duration retryDelay) {
		this.retryDelay = retryDelay;
	}

	public DataSize getMaxCachedSizePerQueue() {
		return this.maxCachedSizePerQueue;
	}

	public void setMaxCachedSizePerQueue(DataSize maxCachedSizePerQueue) {
		this.maxCachedSizePerQueue = maxCachedSizePerQueue;
	}

	public IllegalOffsetPolicy getIllegalOffset() {
		return this.illegalOffset;
	}

	public void setIllegalOffset(IllegalOffsetPolicy illegalOffset) {
		this.illegalOffset = illegalOffset;
	}

	public MissingTopicPolicy getMissingTopic() {
		return this.missingTopic;
	}

	public void setMissingTopic(MissingTopicPolicy missingTopic) {
		this.missingTopic = missingTopic;
	}

	public @Nullable Path getOffsetsDirectory() {
		return this.offsetsDirectory;
	}

	public void setOffsetsDirectory(@Nullable Path offsetsDirectory) {
		this.offsetsDirectory = offsetsDirectory;
	}

	public boolean isAssignedByBroker() {
		return this.assignedByBroker;
	}

	public void setAssignedByBroker(boolean assignedByBroker) {
		this.assignedByBroker = assignedByBroker;
	}

	public ReceiveMode getReceiveMode() {
		return this.receiveMode;
	}

	public void setReceiveMode(ReceiveMode receiveMode) {
		this.receiveMode = receiveMode;
	}

	public Duration getInvisibleTime() {
		return this.invisibleTime;
	}

	public void setInvisibleTime(Duration invisibleTime) {
		this.invisibleTime = invisibleTime;
	}

	public Set<BrokerCommand> getBrokerCommands() {
		return this.brokerCommands;
	}

	public void setBrokerCommands(Set<BrokerCommand> brokerCommands) {
		this.brokerCommands = brokerCommands;
	}

	public @Nullable Instant getStartAt() {
		return this.startAt;
	}

	public void setStartAt(@Nullable Instant startAt) {
		this.startAt = startAt;
	}

	public Allocation getAllocation() {
		return this.allocation;
	}

	public void setAllocation(Allocation allocation) {
		this.allocation = allocation;
	}

	public int getMaxPoppedPerQueue() {
		return this.maxPoppedPerQueue;
	}

	public void setMaxPoppedPerQueue(int maxPoppedPerQueue) {
		this.maxPoppedPerQueue = maxPoppedPerQueue;
	}

	public @Nullable Integer getMaxSpanPerQueue() {
		return this.maxSpanPerQueue;
	}

	public void setMaxSpanPerQueue(@Nullable Integer maxSpanPerQueue) {
		this.maxSpanPerQueue = maxSpanPerQueue;
	}

	public @Nullable Integer getMaxCachedMessagesPerTopic() {
		return this.maxCachedMessagesPerTopic;
	}

	public void setMaxCachedMessagesPerTopic(@Nullable Integer maxCachedMessagesPerTopic) {
		this.maxCachedMessagesPerTopic = maxCachedMessagesPerTopic;
	}

	public @Nullable DataSize getMaxCachedSizePerTopic() {
		return this.maxCachedSizePerTopic;
	}

	public void setMaxCachedSizePerTopic(@Nullable DataSize maxCachedSizePerTopic) {
		this.maxCachedSizePerTopic = maxCachedSizePerTopic;
	}

	public Duration getLockRenewInterval() {
		return this.lockRenewInterval;
	}

	public void setLockRenewInterval(Duration lockRenewInterval) {
		this.lockRenewInterval = lockRenewInterval;
	}

	public PullProperties getPull() {
		return this.pull;
	}

	/**
	 * The ways to divide queues that need no further setting; customizers set others.
	 */
	public enum Allocation {

		/** Each member has neighbouring queues. */
		AVERAGELY,

		/** Members take one queue after another in turn. */
		AVERAGELY_BY_CIRCLE,

		/** Few queues move when members come or go. */
		CONSISTENT_HASH

	}

}
