package io.github.rocketmqlite.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.OrderingOptions.OnFailure;
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
 * @param templateTopic whose settings such a topic gets
 * @param asyncBackPressure what an asynchronous send does when the client has as many
 * unfinished sends as it may
 * @param selector chooses the queue of messages without an ordering key; {@code null} for
 * {@link QueueSelector#roundRobin()}
 * @param interceptors see every send, in this order
 * @param ordering how messages with an ordering key are sent
 * @param retry which failed attempts are followed by another
 * @param compression which bodies are compressed
 * @param topics whose routes are looked up when the producer starts
 * @param batching whether messages wait for others of their topic
 * @param maxSendsPerSecond how many messages may leave in a second, 0 for no limit
 */
public record ProducerOptions(String group, Duration sendTimeout, int retries, int maxMessageBytes,
		int autoCreateQueues, String templateTopic, BackPressure asyncBackPressure, @Nullable QueueSelector selector,
		List<SendInterceptor> interceptors, OrderingOptions ordering, RetryOptions retry,
		CompressionOptions compression, Set<String> topics, Batching batching, int maxSendsPerSecond) {

	public ProducerOptions {
		interceptors = List.copyOf(interceptors);
		topics = Set.copyOf(topics);
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

		private String templateTopic = "TBW102";

		private BackPressure asyncBackPressure = BackPressure.WAIT;

		private @Nullable QueueSelector selector;

		private final List<SendInterceptor> interceptors = new ArrayList<>();

		private OnFailure onOrderedFailure = OnFailure.FAIL_WAITING;

		private int maxWaitingPerKey = 1_000;

		private @Nullable Duration attemptTimeout;

		private final Set<Integer> retryCodes = new LinkedHashSet<>();

		private boolean retryNotStored;

		private int retryBudget = 10_000;

		private Algorithm compression = Algorithm.ZLIB;

		private int compressionThreshold = CompressionOptions.DEFAULT_THRESHOLD;

		private int compressionLevel = CompressionOptions.DEFAULT_LEVEL;

		private final Set<String> topics = new LinkedHashSet<>();

		private Duration linger = Duration.ZERO;

		private int batchMaxBytes = 32 * 1024;

		private int batchMaxMessages = 1000;

		private int maxSendsPerSecond;

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
		 * The topic whose brokers and settings a topic gets that the broker creates on
		 * the first send. Default: {@code TBW102}, which brokers have if they create
		 * topics. Brokers take another one if its permissions say that it may be
		 * inherited.
		 */
		public Builder templateTopic(String templateTopic) {
			this.templateTopic = templateTopic;
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
		 * What becomes of the messages that wait behind one of the same ordering key that
		 * failed for good. Default: {@link OnFailure#FAIL_WAITING}.
		 */
		public Builder onOrderedFailure(OnFailure onOrderedFailure) {
			this.onOrderedFailure = Objects.requireNonNull(onOrderedFailure, "onOrderedFailure");
			return this;
		}

		/**
		 * How many messages of one ordering key may wait for those in front of them;
		 * further ones fail with {@link io.github.rocketmqlite.BackPressureException}.
		 * All of them count among the client's unfinished sends, too. Default: 1,000.
		 */
		public Builder maxWaitingPerKey(int maxWaitingPerKey) {
			this.maxWaitingPerKey = maxWaitingPerKey;
			return this;
		}

		/**
		 * The most time one attempt of a send may take. Default: {@code null}, an equal
		 * share of the time that is left to the send for each attempt that it may still
		 * make.
		 */
		public Builder attemptTimeout(@Nullable Duration attemptTimeout) {
			this.attemptTimeout = attemptTimeout;
			return this;
		}

		/**
		 * Adds response codes of brokers after which a send tries again. Those of
		 * {@link io.github.rocketmqlite.ResponseCode#isRetryable()} always are, refusals
		 * by access control never. Default: none.
		 */
		public Builder retryCodes(int... codes) {
			for (int code : codes) {
				this.retryCodes.add(code);
			}
			return this;
		}

		/**
		 * Whether a message is sent to another broker, too, when the first has stored it
		 * but not flushed or replicated it in time. It may then be stored twice, with the
		 * same id. When the others do not do better, the last answer is the result.
		 * Default: false.
		 */
		public Builder retryNotStored(boolean retryNotStored) {
			this.retryNotStored = retryNotStored;
			return this;
		}

		/**
		 * How many retries the producer may make at once beyond a fifth of its sends and
		 * ten a second; when they are used up, failed attempts are final. This keeps the
		 * load of a cluster that fails near its usual one. Negative for no limit.
		 * Default: 10,000.
		 */
		public Builder retryBudget(int retryBudget) {
			this.retryBudget = retryBudget;
			return this;
		}

		/**
		 * How bodies are compressed. Only what becomes smaller by it leaves compressed.
		 * Default: {@link Algorithm#ZLIB}.
		 */
		public Builder compression(Algorithm compression) {
			this.compression = Objects.requireNonNull(compression, "compression");
			return this;
		}

		/**
		 * The size in bytes from which bodies are compressed. Default: 4,096.
		 */
		public Builder compressionThreshold(int compressionThreshold) {
			this.compressionThreshold = compressionThreshold;
			return this;
		}

		/**
		 * How hard to compress: 1 to 9 for zlib, 1 to 22 for Zstandard; LZ4 has no
		 * levels. Default: 3, the highest of zlib's fast ones.
		 */
		public Builder compressionLevel(int compressionLevel) {
			this.compressionLevel = compressionLevel;
			return this;
		}

		/**
		 * Adds topics whose routes are looked up when the producer starts, so that the
		 * first messages need not wait for that. The start does not wait for it, nor fail
		 * if it fails. Default: none; each route is looked up with the first message.
		 */
		public Builder topics(String... topics) {
			this.topics.addAll(List.of(topics));
			return this;
		}

		/**
		 * How long a message waits for others of its topic, so that they leave in one
		 * request. Each send still has a result or an error of its own. A thread that
		 * sends and waits, sends at most one message in this time; use it with
		 * asynchronous sends or many threads. At most a quarter of the send timeout.
		 * Default: zero, no message waits.
		 * <p>
		 * What cannot be in a batch leaves as ever: messages with an ordering key, a
		 * delay, a priority, a lite topic or a compressed body, those sent to a target
		 * and one-way ones; and all of a producer with a
		 * {@link #selector(QueueSelector)}.
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
		 * How many messages may leave in a second, evenly spread. A message waits for its
		 * moment within its timeout, or fails with
		 * {@link io.github.rocketmqlite.BackPressureException} at once if that comes too
		 * late. Cannot be combined with {@link #linger}. Default: 0, no limit.
		 */
		public Builder maxSendsPerSecond(int maxSendsPerSecond) {
			this.maxSendsPerSecond = maxSendsPerSecond;
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
			require(!this.templateTopic.isBlank(), "templateTopic", "must not be blank");
			require(this.maxWaitingPerKey > 0, "maxWaitingPerKey", "must be positive, but is " + this.maxWaitingPerKey);
			require(this.attemptTimeout == null || this.attemptTimeout.toMillis() > 0, "attemptTimeout",
					"must be at least 1 ms, but is " + this.attemptTimeout);
			require(this.retryBudget <= 1_000_000, "retryBudget",
					"must be at most 1,000,000, but is " + this.retryBudget);
			requireBatching();
			require(this.maxSendsPerSecond >= 0 && this.maxSendsPerSecond <= 1_000_000, "maxSendsPerSecond",
					"must be 0 to 1,000,000, but is " + this.maxSendsPerSecond);
			return new ProducerOptions(this.group, this.sendTimeout, this.retries, this.maxMessageBytes,
					this.autoCreateQueues, this.templateTopic, this.asyncBackPressure, this.selector, this.interceptors,
					new OrderingOptions(this.onOrderedFailure, this.maxWaitingPerKey),
					new RetryOptions(this.attemptTimeout, this.retryCodes, this.retryNotStored, this.retryBudget),
					new CompressionOptions(this.compression, this.compressionThreshold, this.compressionLevel),
					this.topics, new Batching(this.linger, this.batchMaxBytes, this.batchMaxMessages),
					this.maxSendsPerSecond);
		}

		private void requireBatching() {
			if (this.linger.isZero()) {
				return;
			}
			require(this.maxSendsPerSecond == 0, "maxSendsPerSecond",
					"cannot be combined with a linger of " + this.linger);
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
