package io.github.rocketmqlite.admin;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind.
 *
 * @param group the consumer group
 * @param queues its progress in each queue
 * @param failures the brokers that did not answer, and why; their queues are missing
 */
public record ConsumerLag(String group, SortedMap<MessageQueue, QueueLag> queues,
		Map<String, RocketException> failures) {

	public ConsumerLag {
		Objects.requireNonNull(group, "group");
		queues = Collections.unmodifiableSortedMap(new TreeMap<>(queues));
		failures = Map.copyOf(failures);
	}

	/**
	 * How many messages wait for the group in all queues.
	 */
	public long total() {
		return this.queues.values().stream().mapToLong(QueueLag::lag).sum();
	}

	/**
	 * How many messages wait for the group in each topic.
	 */
	public SortedMap<String, Long> byTopic() {
		SortedMap<String, Long> topics = new TreeMap<>();
		this.queues.forEach((queue, progress) -> topics.merge(queue.topic(), progress.lag(), Long::sum));
		return Collections.unmodifiableSortedMap(topics);
	}

	/**
	 * The progress in one queue.
	 *
	 * @param maxOffset one past the last offset of the queue
	 * @param committedOffset the next offset that the group wants to read; 0 when it has
	 * none
	 * @param lastConsumed when the last message before the committed offset was stored,
	 * {@code null} when there is none any more
	 */
	public record QueueLag(long maxOffset, long committedOffset, @Nullable Instant lastConsumed) {

		/**
		 * How many messages wait in the queue.
		 */
		public long lag() {
			return Math.max(0, this.maxOffset - this.committedOffset);
		}

	}

}
