package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.Objects;

/**
 * How a client records the trace of its messages: sends, listener calls and the ends of
 * transactions, in the form that dashboards and the other clients of RocketMQ read. What
 * a broker wants untraced ({@code TRACE_ON}) leaves no record, except for messages that
 * leave in a batch. An end of a transaction is recorded when it is decided, and when a
 * broker that asked is answered, whether or not the broker acknowledges it.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic that keeps the traces
 * @param maxQueued how many records may wait to be sent; beyond it the oldest is dropped
 * @param batchSize how many records one trace message holds at most
 * @param flushInterval how long a record waits at most for others
 */
public record TraceOptions(String topic, int maxQueued, int batchSize, Duration flushInterval) {

	/** The topic that brokers make when {@code traceTopicEnable} is set. */
	public static final String DEFAULT_TOPIC = "RMQ_SYS_TRACE_TOPIC";

	private static final int MAX_BATCH = 1_000;

	private static final int MAX_QUEUED = 1_000_000;

	/**
	 * Checks the options.
	 * @throws IllegalArgumentException naming the option that is wrong
	 */
	public TraceOptions {
		if (topic.isBlank()) {
			throw new IllegalArgumentException("topic must not be blank");
		}
		if (batchSize < 1 || batchSize > MAX_BATCH) {
			throw new IllegalArgumentException("batchSize must be from 1 to " + MAX_BATCH + ", but is " + batchSize);
		}
		if (maxQueued < batchSize || maxQueued > MAX_QUEUED) {
			throw new IllegalArgumentException(
					"maxQueued must be from batchSize, " + batchSize + ", to " + MAX_QUEUED + ", but is " + maxQueued);
		}
		if (flushInterval.isNegative() || flushInterval.isZero()) {
			throw new IllegalArgumentException("flushInterval must be positive, but is " + flushInterval);
		}
	}

	/**
	 * The defaults: topic {@value #DEFAULT_TOPIC}, 2,048 records, 100 in a message, sent
	 * after 5 seconds at the latest.
	 */
	public static TraceOptions defaults() {
		return builder().build();
	}

	/**
	 * Starts options that differ from the defaults.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects {@link TraceOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private String topic = DEFAULT_TOPIC;

		private int maxQueued = 2_048;

		private int batchSize = 100;

		private Duration flushInterval = Duration.ofSeconds(5);

		private Builder() {
		}

		/**
		 * The topic that keeps the traces. Default: {@value TraceOptions#DEFAULT_TOPIC}.
		 */
		public Builder topic(String topic) {
			this.topic = Objects.requireNonNull(topic, "topic");
			return this;
		}

		/**
		 * How many records may wait to be sent. Default: 2,048.
		 */
		public Builder maxQueued(int maxQueued) {
			this.maxQueued = maxQueued;
			return this;
		}

		/**
		 * How many records one trace message holds at most. Default: 100.
		 */
		public Builder batchSize(int batchSize) {
			this.batchSize = batchSize;
			return this;
		}

		/**
		 * How long a record waits at most for others. Default: 5 seconds.
		 */
		public Builder flushInterval(Duration flushInterval) {
			this.flushInterval = Objects.requireNonNull(flushInterval, "flushInterval");
			return this;
		}

		/**
		 * Makes the options.
		 * @throws IllegalArgumentException naming the option that is wrong
		 */
		public TraceOptions build() {
			return new TraceOptions(this.topic, this.maxQueued, this.batchSize, this.flushInterval);
		}

	}

}
