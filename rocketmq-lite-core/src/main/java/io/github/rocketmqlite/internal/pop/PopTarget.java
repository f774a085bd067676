package io.github.rocketmqlite.internal.pop;

import io.github.rocketmqlite.consumer.Filter;

/**
 * A place to pop from: the queues of a topic at one broker.
 *
 * @param topic the topic
 * @param brokerName the broker
 * @param filter which messages are wanted
 */
record PopTarget(String topic, String brokerName, Filter filter) {

	@Override
	public String toString() {
		return this.topic + "@" + this.brokerName;
	}

}
