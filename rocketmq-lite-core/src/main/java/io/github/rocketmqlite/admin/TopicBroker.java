package io.github.rocketmqlite.admin;

import java.util.Objects;

/**
 * The part of a topic that one broker has.
 *
 * @param brokerName the broker
 * @param readQueues how many queues can be read
 * @param writeQueues how many queues can be written
 * @param permission what may be done with them
 */
public record TopicBroker(String brokerName, int readQueues, int writeQueues, Permission permission) {

	public TopicBroker {
		Objects.requireNonNull(brokerName, "brokerName");
		Objects.requireNonNull(permission, "permission");
	}

}
