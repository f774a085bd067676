package io.github.rocketmqlite.spring.config;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import org.jspecify.annotations.Nullable;

/**
 * What is said about the consumer of a group, in an annotation or a property. What is
 * {@code null} is left to others.
 * <p>
 * Threading: immutable.
 *
 * @param concurrency how many messages are handled at the same time
 * @param maxReconsumeTimes how often a failed message is delivered again
 * @param startPosition where a group without offsets begins
 * @param ordered whether the messages of a queue are handled one after another
 * @param orderedByKey whether messages of a queue with different ordering keys are
 * handled at the same time
 * @param messageModel who of the group gets a message
 * @param batchSize the most messages a batch listener gets at once
 * @param consumeTimeout after which a listener that still runs is reported
 * @param drainTimeout how long running listeners may take to finish
 */
public record ConsumerSettings(@Nullable Integer concurrency, @Nullable Integer maxReconsumeTimes,
		@Nullable StartPosition startPosition, @Nullable Boolean ordered, @Nullable Boolean orderedByKey,
		@Nullable MessageModel messageModel, @Nullable Integer batchSize, @Nullable Duration consumeTimeout,
		@Nullable Duration drainTimeout) {

	/**
	 * Nothing is said.
	 */
	public static final ConsumerSettings NONE = new ConsumerSettings(null, null, null, null, null, null);

	/**
	 * Settings that say nothing about ordering keys and times.
	 */
	public ConsumerSettings(@Nullable Integer concurrency, @Nullable Integer maxReconsumeTimes,
			@Nullable StartPosition startPosition, @Nullable Boolean ordered, @Nullable MessageModel messageModel,
			@Nullable Integer batchSize) {
		this(concurrency, maxReconsumeTimes, startPosition, ordered, null, messageModel, batchSize, null, null);
	}

	/**
	 * These settings, where the others say nothing.
	 */
	ConsumerSettings overlaidBy(ConsumerSettings others) {
		return new ConsumerSettings(first(others.concurrency, this.concurrency),
				first(others.maxReconsumeTimes, this.maxReconsumeTimes),
				first(others.startPosition, this.startPosition), first(others.ordered, this.ordered),
				first(others.orderedByKey, this.orderedByKey), first(others.messageModel, this.messageModel),
				first(others.batchSize, this.batchSize), first(others.consumeTimeout, this.consumeTimeout),
				first(others.drainTimeout, this.drainTimeout));
	}

	void applyTo(PushConsumerOptions.Builder options) {
		set(this.concurrency, options::concurrency);
		set(this.maxReconsumeTimes, options::maxReconsumeTimes);
		set(this.startPosition, options::startPosition);
		set(this.ordered, options::ordered);
		set(this.orderedByKey, options::orderedByKey);
		set(this.messageModel, options::messageModel);
		set(this.batchSize, options::batchSize);
		set(this.consumeTimeout, options::consumeTimeout);
		set(this.drainTimeout, options::drainTimeout);
	}

	private static <T> void set(@Nullable T value, Consumer<T> option) {
		if (value != null) {
			option.accept(value);
		}
	}

	private static <T> @Nullable T first(@Nullable T value, @Nullable T otherwise) {
		return (value != null) ? value : otherwise;
	}

}
