package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;

/**
 * The trace of messages, in the form that dashboards of RocketMQ read.
 */
public class TraceProperties {

	/**
	 * Whether sends and listener calls are recorded.
	 */
	private boolean enabled = false;

	/**
	 * Topic that keeps the records.
	 */
	private String topic = "RMQ_SYS_TRACE_TOPIC";

	/**
	 * Number of records that may wait to be sent. Beyond it the oldest is dropped.
	 */
	private int maxQueued = 2048;

	/**
	 * Largest number of records in one message.
	 */
	private int batchSize = 100;

	/**
	 * How long a record waits at most for others.
	 */
	private Duration flushInterval = Duration.ofSeconds(5);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getTopic() {
		return this.topic;
	}

	public void setTopic(String topic) {
		this.topic = topic;
	}

	public int getMaxQueued() {
		return this.maxQueued;
	}

	public void setMaxQueued(int maxQueued) {
		this.maxQueued = maxQueued;
	}

	public int getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(int batchSize) {
		this.batchSize = batchSize;
	}

	public Duration getFlushInterval() {
		return this.flushInterval;
	}

	public void setFlushInterval(Duration flushInterval) {
		this.flushInterval = flushInterval;
	}

}
