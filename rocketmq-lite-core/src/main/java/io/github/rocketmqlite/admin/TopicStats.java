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
 * The offsets of all queues of a topic.
 *
 * @param topic the topic
 * @param queues the state of each queue
 * @param failures the brokers that did not answer, and why; their queues are missing
 */
public record TopicStats(String topic, SortedMap<MessageQueue, QueueStats> queues,
		Map<String, RocketException> failures) {

	public TopicStats {
		Objects.requireNonNull(topic, "topic");
		queues = Collections.unmodifiableSortedMap(new TreeMap<>(queues));
		failures = Map.copyOf(failures);
	}

	/**
	 * How many messages all queues have.
	 */
	public long messages() {
		return this.queues.values().stream().mapToLong(QueueStats::messages).sum();
	}

	/**
	 * The state of one queue.
	 *
	 * @param minOffset the first offset it still has
	 * @param maxOffset one past its last offset
	 * @param lastStored when its last message was stored, {@code null} when it has none
	 */
	public record QueueStats(long minOffset, long maxOffset, @Nullable Instant lastStored) {

		/**
		 * How many messages the queue has.
		 */
		public long messages() {
			return this.maxOffset - this.minOffset;
		}

	}

}
