package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Deletes a topic on one broker (DELETE_TOPIC_IN_BROKER, 215); the name servers are told
 * apart, see {@link DeleteTopicRouteRequest}.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 */
public record DeleteTopicRequest(String topic) implements Request<Boolean> {

	public DeleteTopicRequest {
		Objects.requireNonNull(topic, "topic");
	}

	@Override
	public int code() {
		return 215;
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
