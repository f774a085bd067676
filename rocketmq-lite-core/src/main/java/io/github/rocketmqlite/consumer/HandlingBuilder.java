package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.Objects;

import io.github.rocketmqlite.Message;
import org.jspecify.annotations.Nullable;

/**
 * Collects {@link HandlingOptions}, as part of the options of a push consumer. Not
 * thread-safe.
 *
 * @param <B> the builder of all the options
 */
abstract class HandlingBuilder<B extends HandlingBuilder<B>> {

	private boolean ordered;

	private boolean orderedByKey;

	private int batchSize = 32;

	private int maxMessagesPerSecond;

	private Duration consumeTimeout = Duration.ofMinutes(15);

	private Duration retryDelay = Duration.ofSeconds(1);

	private Duration lockRenewInterval = Duration.ofSeconds(10);

	private RetryPolicy retryPolicy = RetryPolicy.standard();

	private PoisonHandler poisonHandler = PoisonHandler.deadLetter();

	private @Nullable DeadLetterListener deadLetterListener;

	/**
	 * Handles the messages of each queue in their order, never two at the same time in
	 * the whole group; a failed message is tried again in its place. Different queues are
	 * handled at the same time, as many as
	 * {@link PushConsumerOptions.Builder#concurrency(int)} says. Default: {@code false}.
	 */
	public B ordered(boolean ordered) {
		this.ordered = ordered;
		return self();
	}

	/**
	 * Orders the messages of a queue by their {@link Message.Builder#orderingKey(String)
	 * ordering keys}: those of one key are handled one after another in the order of the
	 * queue, those of different keys at the same time. Messages without a key are in
	 * order among themselves. Implies {@link #ordered(boolean)}, and all said there of a
	 * queue then holds for a key: a failed message, a suspension or a listener that takes
	 * long holds back its own key only, and a batch has messages of one key. The queue as
	 * a whole still belongs to one member of the group at a time.
	 * <p>
	 * The offset waits for the first message that is not finished. Others overtake it by
	 * {@link PushConsumerOptions.Builder#maxSpanPerQueue(int)} messages at most, among
	 * those that are held; then the queue waits for its key. What has overtaken it comes
	 * again, in order, if another member gets the queue meanwhile. Default:
	 * {@code false}.
	 */
	public B orderedByKey(boolean orderedByKey) {
		this.orderedByKey = orderedByKey;
		return self();
	}

	/**
	 * The most messages that a {@link BatchMessageListener} gets at once, 1 to 1024.
	 * Default: 32.
	 */
	public B batchSize(int batchSize) {
		this.batchSize = batchSize;
		return self();
	}

	/**
	 * The most messages handed to the listener in a second, 0 for no limit. Default: 0.
	 * May be changed while the consumer runs.
	 */
	public B maxMessagesPerSecond(int maxMessagesPerSecond) {
		this.maxMessagesPerSecond = maxMessagesPerSecond;
		return self();
	}

	/**
	 * After what time a listener that still runs is reported, to the log and to
	 * interceptors. In unordered consumption the message is then handed back: it goes to
	 * the retry topic as if it had failed, so that it holds up its queue no longer, and
	 * what the listener returns later is ignored. In ordered consumption the queue waits
	 * for the listener, however long. No listener is interrupted. Default: 15 minutes.
	 */
	public B consumeTimeout(Duration consumeTimeout) {
		this.consumeTimeout = Objects.requireNonNull(consumeTimeout, "consumeTimeout");
		return self();
	}

	/**
	 * How long an ordered queue, or key, waits before it tries a failed message again,
	 * unless outcome or policy say something else. Default: 1 second.
	 */
	public B retryDelay(Duration retryDelay) {
		this.retryDelay = Objects.requireNonNull(retryDelay, "retryDelay");
		return self();
	}

	/**
	 * How often the locks of ordered queues are renewed, at most 20 seconds: brokers give
	 * a lock to somebody else after a minute. Default: 10 seconds.
	 */
	public B lockRenewInterval(Duration lockRenewInterval) {
		this.lockRenewInterval = Objects.requireNonNull(lockRenewInterval, "lockRenewInterval");
		return self();
	}

	/**
	 * Decides about messages that failed. Default: {@link RetryPolicy#standard()}.
	 */
	public B retryPolicy(RetryPolicy retryPolicy) {
		this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
		return self();
	}

	/**
	 * Decides about messages that cannot be read. Default:
	 * {@link PoisonHandler#deadLetter()}.
	 */
	public B poisonHandler(PoisonHandler poisonHandler) {
		this.poisonHandler = Objects.requireNonNull(poisonHandler, "poisonHandler");
		return self();
	}

	/**
	 * Told of messages that were given up. Default: nobody is.
	 */
	public B deadLetterListener(@Nullable DeadLetterListener listener) {
		this.deadLetterListener = listener;
		return self();
	}

	abstract B self();

	/** The settings, checked. */
	final HandlingOptions handling() {
		return new HandlingOptions(this.ordered, this.orderedByKey, this.batchSize, this.maxMessagesPerSecond,
				this.consumeTimeout, this.retryDelay, this.lockRenewInterval, this.retryPolicy, this.poisonHandler,
				this.deadLetterListener);
	}

}
