package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;

import io.github.rocketmqlite.consumer.StartPosition;
import org.jspecify.annotations.Nullable;

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

}
