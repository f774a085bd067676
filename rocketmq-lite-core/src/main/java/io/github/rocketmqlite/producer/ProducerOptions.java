package io.github.rocketmqlite.producer;

import java.time.Duration;
import java.util.Objects;

/**
 * How a producer sends.
 * <p>
 * Threading: immutable.
 *
 * @param group the producer group, by which brokers know the application
 * @param sendTimeout the most time one send may take, all retries included
 * @param retries how many more attempts a failed send gets, within the timeout
 * @param maxMessageBytes the largest body that may leave
 * @param autoCreateQueues how many queues a topic gets that the broker creates on the
 * first send
 * @param asyncBackPressure what an asynchronous send does when the client has as many
 * unfinished sends as it may
 * @param batching whether messages wait for others of their topic
 */
public record ProducerOptions(String group, Duration sendTimeout, int retries, int maxMessageBytes,
		int autoCreateQueues, BackPressure asyncBackPressure, Batching batching) {

	/**
	 * Starts the options of a producer.
	 * @param group 1 to 120 characters of letters, digits, {@code _}, {@code -},
	 * {@code %} and {@code |}
	 */
	public static Builder builder(String group) {
		return new Builder(group);
	}

	/**
	 * What an asynchronous send does when the client's unfinished sends have reached
	 * their limits.
	 */
	public enum BackPressure {

		/**
		 * The calling thread waits for room, at most until the send's timeout; then the
		 * future fails with {@link io.github.rocketmqlite.BackPressureException}.
		 */
		WAIT,

		/**
		 * The calling thread never waits: the future fails with
		 * {@link io.github.rocketmqlite.BackPressureException} at once.
		 */
		FAIL

	}

	/**
	 * Whether, and how long, messages wait for others of their topic to leave with them.
	 *
	 * @param linger how long a message waits at most, zero for not at all
	 * @param maxBytes when a batch has as many bytes, it leaves
	 * @param maxMessages when a batch has as many messages, it leaves
	 */
	public record Batching(Duration linger, int maxBytes, int maxMessages) {

		public boolean isOn() {
			return !this.linger.isZero();
		}

	}

	/**
	 * Collects {@link ProducerOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private static final int MOST_MESSAGES = 4096;

		private final String group;

		private Duration sendTimeout = Duration.ofSeconds(3);

		private int retries = 2;

		private int maxMessageBytes = 4 * 1024 * 1024;

		private int autoCreateQueues = 4;

		private BackPressure asyncBackPressure = BackPressure.WAIT;

		private Duration linger = Duration.ZERO;

		private int batchMaxBytes = 32 * 1024;

		private int batchMaxMessages = 1000;

		private Builder(String group) {
			this.group = Objects.requireNonNull(group, "group");
		}

		/**
		 * The most time one send may take, all retries included. Default: 3 seconds.
		 */
		public Builder sendTimeout(Duration sendTimeout) {
			this.sendTimeout = Objects.requireNonNull(sendTimeout, "sendTimeout");
			return this;
		}

		/**
		 * How many more attempts a failed send gets, within the timeout. Default: 2.
		 */
		public Builder retries(int retries) {
			this.retries = retries;
			return this;
		}

		/**
		 * The largest body that may leave, in bytes. Default: 4 MiB, as at the broker.
		 */
		public Builder maxMessageBytes(int maxMessageBytes) {
			this.maxMessageBytes = maxMessageBytes;
			return this;
		}

		/**
		 * How many queues per broker a topic gets that the broker creates on the first
		 * send. Default: 4. Brokers that do not create topics ignore it.
		 */
		public Builder autoCreateQueues(int autoCreateQueues) {
			this.autoCreateQueues = autoCreateQueues;
			return this;
		}

		/**
		 * What an asynchronous send does when the client's unfinished sends have reached
		 * their limits. Default: {@link BackPressure#WAIT}.
		 */
		public Builder asyncBackPressure(BackPressure asyncBackPressure) {
			this.asyncBackPressure = Objects.requireNonNull(asyncBackPressure, "asyncBackPressure");
			return this;
		}

		/**
		 * How long a message waits for others of its topic, so that they leave in one
		 * request. Each send still has a result or an error of its own. A thread that
		 * sends and waits, sends at most one message in this time; use it with
		 * asynchronous sends or many threads. Messages that cannot be in a batch, and
		 * those that find no others, leave as ever. Default: zero, no message waits. At
		 * most a quarter of the send timeout.
		 */
		public Builder linger(Duration linger) {
			this.linger = Objects.requireNonNull(linger, "linger");
			return this;
		}

		/**
		 * How many bytes of waiting messages of a topic leave without waiting longer,
		 * headers included; larger messages leave alone. Default: 32 KiB. At most
		 * {@link #maxMessageBytes(int)}.
		 */
		public Builder batchMaxBytes(int batchMaxBytes) {
			this.batchMaxBytes = batchMaxBytes;
			return this;
		}

		/**
		 * How many waiting messages of a topic leave without waiting longer, from 2 to
		 * 4096. Default: 1000.
		 */
		public Builder batchMaxMessages(int batchMaxMessages) {
			this.batchMaxMessages = batchMaxMessages;
			return this;
		}

		/**
		 * Checks the settings.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public ProducerOptions build() {
			require(!this.group.isBlank(), "group", "must not be blank");
			require(this.sendTimeout.toMillis() > 0, "sendTimeout",
					"must be at least 1 ms, but is " + this.sendTimeout);
			require(this.retries >= 0, "retries", "must not be negative, but is " + this.retries);
			require(this.maxMessageBytes > 0, "maxMessageBytes", "must be positive, but is " + this.maxMessageBytes);
			require(this.autoCreateQueues > 0, "autoCreateQueues", "must be positive, but is " + this.autoCreateQueues);
			requireBatching();
			return new ProducerOptions(this.group, this.sendTimeout, this.retries, this.maxMessageBytes,
					this.autoCreateQueues, this.asyncBackPressure,
					new Batching(this.linger, this.batchMaxBytes, this.batchMaxMessages));
		}

		private void requireBatching() {
			if (this.linger.isZero()) {
				return;
			}
			require(!this.linger.isNegative() && this.linger.compareTo(this.sendTimeout.dividedBy(4)) <= 0, "linger",
					"must be from 0 to a quarter of the sendTimeout of " + this.sendTimeout + ", but is "
							+ this.linger);
			require(this.batchMaxBytes > 0 && this.batchMaxBytes <= this.maxMessageBytes, "batchMaxBytes",
					"must be from 1 to the maxMessageBytes of " + this.maxMessageBytes + ", but is "
							+ this.batchMaxBytes);
			require(this.batchMaxMessages >= 2 && this.batchMaxMessages <= MOST_MESSAGES, "batchMaxMessages",
					"must be from 2 to " + MOST_MESSAGES + ", but is " + this.batchMaxMessages);
		}

		private static void require(boolean valid, String setting, String problem) {
			if (!valid) {
				throw new IllegalArgumentException("Producer option '" + setting + "' " + problem);
			}
		}

	}

}
