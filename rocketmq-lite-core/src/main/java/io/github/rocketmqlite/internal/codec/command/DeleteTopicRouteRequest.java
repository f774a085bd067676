package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Makes a name server forget a topic (DELETE_TOPIC_IN_NAMESRV, 216).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 */
public record DeleteTopicRouteRequest(String topic) implements Request<Boolean> {

	public DeleteTopicRouteRequest {
		Objects.requireNonNull(topic, "topic");
	}

	@Override
	public int code() {
		return 216;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
