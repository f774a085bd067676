package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks for one past the last offset of one queue (GET_MAX_OFFSET, 30).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param queueId the queue
 * @param brokerName the broker's name
 */
public record MaxOffsetRequest(String topic, int queueId, String brokerName) implements Request<Long> {

	public MaxOffsetRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 30;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("queueId", this.queueId);
		out.field("bname", this.brokerName);
		out.field("topic", this.topic);
	}

	@Override
	public Long decode(Frame answer) {
		return answer.requireSuccess().fields().number("offset");
	}

}
