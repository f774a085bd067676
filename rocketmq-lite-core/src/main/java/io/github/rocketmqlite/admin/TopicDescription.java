package io.github.rocketmqlite.admin;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;

/**
 * Where a topic lives.
 *
 * @param topic the topic
 * @param publishQueues the queues that messages can be sent to now
 * @param subscribeQueues the queues that can be read now
 * @param brokers the brokers that have the topic, whether they can be used or not
 */
public record TopicDescription(String topic, List<MessageQueue> publishQueues, List<MessageQueue> subscribeQueues,
		List<TopicBroker> brokers) {

	public TopicDescription {
		Objects.requireNonNull(topic, "topic");
		publishQueues = List.copyOf(publishQueues);
		subscribeQueues = List.copyOf(subscribeQueues);
		brokers = List.copyOf(brokers);
	}

}
