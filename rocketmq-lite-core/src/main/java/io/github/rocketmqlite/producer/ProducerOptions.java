package io.github.rocketmqlite.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

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
 * @param selector chooses the queue of messages without an ordering key; {@code null} for
 * {@link QueueSelector#roundRobin()}
 * @param interceptors see every send, in this order
 */
public record ProducerOptions(String group, Duration sendTimeout, int retries, int maxMessageBytes,
		int autoCreateQueues, BackPressure asyncBackPressure, @Nullable QueueSelector selector,
		List<SendInterceptor> interceptors) {

	public ProducerOptions {
		interceptors = List.copyOf(interceptors);
	}

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
	 * Collects {@link ProducerOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private final String group;

		private Duration sendTimeout = Duration.ofSeconds(3);

		private int retries = 2;

		private int maxMessageBytes = 4 * 1024 * 1024;

		private int autoCreateQueues = 4;

		private BackPressure asyncBackPressure = BackPressure.WAIT;

		private @Nullable QueueSelector selector;

		private final List<SendInterceptor> interceptors = new ArrayList<>();

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
		 * Chooses the queue of messages without an ordering key that are sent without a
		 * target of their own. Default: {@code null}, {@link QueueSelector#roundRobin()}.
		 */
		public Builder selector(@Nullable QueueSelector selector) {
			this.selector = selector;
			return this;
		}

		/**
		 * Adds an interceptor behind those that were added before. Default: none.
		 */
		public Builder interceptor(SendInterceptor interceptor) {
			this.interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
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
			return new ProducerOptions(this.group, this.sendTimeout, this.retries, this.maxMessageBytes,
					this.autoCreateQueues, this.asyncBackPressure, this.selector, this.interceptors);
		}

		private static void require(boolean valid, String setting, String problem) {
			if (!valid) {
				throw new IllegalArgumentException("Producer option '" + setting + "' " + problem);
			}
		}

	}

}
