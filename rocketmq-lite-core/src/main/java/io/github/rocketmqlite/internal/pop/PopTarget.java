package io.github.rocketmqlite.internal.pop;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.internal.codec.command.PopMessageRequest;

/**
 * A place to pop from: a queue, or all queues, of a topic at one broker.
 *
 * @param topic the topic
 * @param brokerName the broker
 * @param queueId the queue, or {@link PopMessageRequest#ANY_QUEUE}
 * @param filter which messages are wanted
 * @param shownTopic the topic that the messages are shown with
 */
public record PopTarget(String topic, String brokerName, int queueId, Filter filter, String shownTopic) {

	PopTarget(String topic, String brokerName, Filter filter) {
		this(topic, brokerName, PopMessageRequest.ANY_QUEUE, filter, topic);
	}

	@Override
	public String toString() {
		return (this.queueId == PopMessageRequest.ANY_QUEUE) ? this.topic + "@" + this.brokerName
				: this.topic + "@" + this.brokerName + ":" + this.queueId;
	}

}
