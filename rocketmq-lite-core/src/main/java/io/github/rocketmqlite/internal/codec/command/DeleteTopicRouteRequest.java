package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

/**
 * Makes a name server forget a topic (DELETE_TOPIC_IN_NAMESRV, 216).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 */
public record DeleteTopicRouteRequest(String topic) implements TopicDeletion {

	public DeleteTopicRouteRequest {
		Objects.requireNonNull(topic, "topic");
	}

	@Override
	public int code() {
		return 216;
	}

}
