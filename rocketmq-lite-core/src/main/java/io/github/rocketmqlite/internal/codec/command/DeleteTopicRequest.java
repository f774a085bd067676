package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

/**
 * Deletes a topic on one broker (DELETE_TOPIC_IN_BROKER, 215); the name servers are told
 * apart, see {@link DeleteTopicRouteRequest}.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 */
public record DeleteTopicRequest(String topic) implements TopicDeletion {

	public DeleteTopicRequest {
		Objects.requireNonNull(topic, "topic");
	}

	@Override
	public int code() {
		return 215;
	}

}
