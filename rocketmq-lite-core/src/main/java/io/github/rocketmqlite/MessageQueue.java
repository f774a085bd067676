package io.github.rocketmqlite;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One queue of a topic on one broker: the unit of order and of assignment.
 * <p>
 * Queues sort by topic, then broker name, then queue id as a number: the order in which
 * all members of a group must see them to come to the same assignment.
 *
 * @param topic the topic's name
 * @param brokerName the broker's name as the route gives it, not an address
 * @param queueId the number of the queue, from 0
 */
public record MessageQueue(String topic, String brokerName, int queueId) implements Comparable<MessageQueue> {

	public MessageQueue {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int compareTo(MessageQueue other) {
		int order = this.topic.compareTo(other.topic);
		if (order == 0) {
			order = this.brokerName.compareTo(other.brokerName);
		}
		return (order != 0) ? order : Integer.compare(this.queueId, other.queueId);
	}

	// spelled out, because those of a record link slowly and every consumer asks for them
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MessageQueue queue && this.queueId == queue.queueId && this.topic.equals(queue.topic)
				&& this.brokerName.equals(queue.brokerName);
	}

	@Override
	public int hashCode() {
		return 31 * (31 * this.topic.hashCode() + this.brokerName.hashCode()) + this.queueId;
	}

	@Override
	public String toString() {
		return this.topic + "@" + this.brokerName + "#" + this.queueId;
	}

}
