package io.github.rocketmqlite;

import java.util.Comparator;
import java.util.Objects;

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

	private static final Comparator<MessageQueue> ORDER = Comparator.comparing(MessageQueue::topic)
		.thenComparing(MessageQueue::brokerName)
		.thenComparingInt(MessageQueue::queueId);

	public MessageQueue {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int compareTo(MessageQueue other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return this.topic + "@" + this.brokerName + "#" + this.queueId;
	}

}
