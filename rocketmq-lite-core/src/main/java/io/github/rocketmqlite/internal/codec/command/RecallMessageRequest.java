package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Takes a delayed message back before it is due (RECALL_MESSAGE, 370, from 5.3.2 on);
 * answered with its id. A success does not prove that the message was still there.
 * <p>
 * Threading: immutable.
 *
 * @param producerGroup the producer group
 * @param topic the topic
 * @param handle what the send answered as its recall handle
 * @param brokerName the broker's name
 */
public record RecallMessageRequest(String producerGroup, String topic, String handle,
		String brokerName) implements Request<String> {

	public RecallMessageRequest {
		Objects.requireNonNull(producerGroup, "producerGroup");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(handle, "handle");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 370;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("producerGroup", this.producerGroup);
		out.field("topic", this.topic);
		out.field("recallHandle", this.handle);
		out.field("bname", this.brokerName);
	}

	@Override
	public String decode(Frame answer) {
		String messageId = answer.requireSuccess().fields().text("msgId");
		return Objects.requireNonNullElse(messageId, "");
	}

}
