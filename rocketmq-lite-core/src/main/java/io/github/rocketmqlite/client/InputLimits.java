package io.github.rocketmqlite.client;

import io.github.rocketmqlite.internal.codec.DecodeLimits;

/**
 * How much of what servers send a client takes in, so that none can exhaust its memory.
 * The defaults, stated at the {@linkplain Builder builder}, are far above what clusters
 * need; raise one only when an error names it.
 * <p>
 * The largest frame is {@link RocketClientBuilder#maxFrameBytes}. What the protocol
 * limits itself cannot be changed: headers of 256 KiB with 512 fields of 256-byte names,
 * JSON texts of 1 MiB nested 32 deep, 16 replicas of a broker, 4,096 messages stored as
 * one, remarks of 1,024 characters, 256 properties of 32,767 bytes.
 * <p>
 * Threading: immutable.
 *
 * @param maxJsonBytes the largest JSON body, in bytes
 * @param maxJsonElements the most elements of one JSON array or members of one object
 * @param maxRouteBrokers the most brokers that hold one topic
 * @param maxRouteQueues the most queues of one topic
 * @param maxMessages the most messages taken of one answer
 * @param maxBodyBytes the largest message body after decompression, in bytes
 */
public record InputLimits(int maxJsonBytes, int maxJsonElements, int maxRouteBrokers, int maxRouteQueues,
		int maxMessages, int maxBodyBytes) {

	/** What suffices for clusters of any size seen so far. */
	public static final InputLimits DEFAULTS = builder().build();

	private static final int MAX_BYTES = 1024 * 1024 * 1024;

	/**
	 * Checks the limits.
	 * @throws IllegalArgumentException naming the limit that is out of its range
	 */
	public InputLimits {
		require("maxJsonBytes", maxJsonBytes, 1024, MAX_BYTES);
		require("maxJsonElements", maxJsonElements, 1, Integer.MAX_VALUE);
		require("maxRouteBrokers", maxRouteBrokers, 1, Integer.MAX_VALUE);
		require("maxRouteQueues", maxRouteQueues, 1, Integer.MAX_VALUE);
		require("maxMessages", maxMessages, 1, Integer.MAX_VALUE);
		require("maxBodyBytes", maxBodyBytes, 1024, MAX_BYTES);
	}

	private static void require(String limit, int value, int min, int max) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(
					"Input limit '" + limit + "' must be " + min + " to " + max + ", but is " + value);
		}
	}

	public static Builder builder() {
		return new Builder();
	}

	DecodeLimits forDecoders() {
		return new DecodeLimits(this.maxJsonBytes, this.maxJsonElements, this.maxRouteBrokers, this.maxRouteQueues,
				this.maxMessages, this.maxBodyBytes);
	}

	/**
	 * Collects {@link InputLimits}. Not thread-safe.
	 */
	public static final class Builder {

		private int maxJsonBytes = 8 * 1024 * 1024;

		private int maxJsonElements = 100_000;

		private int maxRouteBrokers = 4_096;

		private int maxRouteQueues = 65_536;

		private int maxMessages = 4_096;

		private int maxBodyBytes = 16 * 1024 * 1024;

		private Builder() {
		}

		/**
		 * The largest JSON body, such as a route or a list of consumers, in bytes.
		 * Default: 8 MiB. Beyond it the request fails; its connection stays.
		 */
		public Builder maxJsonBytes(int maxJsonBytes) {
			this.maxJsonBytes = maxJsonBytes;
			return this;
		}

		/**
		 * The most elements of one JSON array, or members of one JSON object. Default:
		 * 100,000. Beyond it the request fails, as above.
		 */
		public Builder maxJsonElements(int maxJsonElements) {
			this.maxJsonElements = maxJsonElements;
			return this;
		}

		/**
		 * The most brokers that hold one topic. Default: 4,096. Beyond it the answer is
		 * ignored, with a warning, and the last route stays in use.
		 */
		public Builder maxRouteBrokers(int maxRouteBrokers) {
			this.maxRouteBrokers = maxRouteBrokers;
			return this;
		}

		/**
		 * The most queues of one topic, over all its brokers. Default: 65,536. Beyond it
		 * the answer is ignored, as above.
		 */
		public Builder maxRouteQueues(int maxRouteQueues) {
			this.maxRouteQueues = maxRouteQueues;
			return this;
		}

		/**
		 * The most messages taken of one answer. Default: 4,096. What lies beyond it
		 * stays on the broker and is pulled next.
		 */
		public Builder maxMessages(int maxMessages) {
			this.maxMessages = maxMessages;
			return this;
		}

		/**
		 * The largest message body after decompression, in bytes. Default: 16 MiB. A body
		 * beyond it fails with a {@link io.github.rocketmqlite.ProtocolException} when it
		 * is asked for; so does one that grows beyond 1 MiB and 1,100 times.
		 */
		public Builder maxBodyBytes(int maxBodyBytes) {
			this.maxBodyBytes = maxBodyBytes;
			return this;
		}

		/**
		 * Checks the limits.
		 * @throws IllegalArgumentException naming the limit that is out of its range
		 */
		public InputLimits build() {
			return new InputLimits(this.maxJsonBytes, this.maxJsonElements, this.maxRouteBrokers, this.maxRouteQueues,
					this.maxMessages, this.maxBodyBytes);
		}

	}

}
