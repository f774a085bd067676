package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks for the message at one place of the commit log (VIEW_MESSAGE_BY_ID, 33).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param commitLogOffset the place
 * @param brokerName the broker's name
 */
public record ViewMessageRequest(String topic, long commitLogOffset,
		String brokerName) implements Request<MessageBatch> {

	public ViewMessageRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 33;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
		out.field("offset", this.commitLogOffset);
		out.field("bname", this.brokerName);
	}

	@Override
	public MessageBatch decode(Frame answer) {
		return MessageBatch.decode(answer.requireSuccess(), this.brokerName, Namespace.NONE);
	}

}
