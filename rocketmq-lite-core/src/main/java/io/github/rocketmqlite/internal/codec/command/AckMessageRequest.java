package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Tells the master that a popped message is done with (ACK_MESSAGE, 200051, from 5.0 on).
 * Doing so twice is no error.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param realTopic the topic the message was popped from
 * @param handle the delivery
 */
public record AckMessageRequest(String group, String realTopic, ReceiptHandle handle) implements Request<Boolean> {

	public AckMessageRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(realTopic, "realTopic");
		Objects.requireNonNull(handle, "handle");
	}

	@Override
	public int code() {
		return 200_051;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("consumerGroup", this.group);
		out.field("topic", this.realTopic);
		out.field("queueId", this.handle.queueId());
		out.field("extraInfo", this.handle.toString());
		out.field("offset", this.handle.queueOffset());
		out.field("bname", this.handle.brokerName());
		if (this.handle.liteTopic() != null) {
			out.field("liteTopic", this.handle.liteTopic());
		}
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
