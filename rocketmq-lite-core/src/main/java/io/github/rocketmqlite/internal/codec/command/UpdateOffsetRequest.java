package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Commits the offset of a group in one queue (UPDATE_CONSUMER_OFFSET, 15). The answer is
 * false when the broker dropped the value because an operator has just reset the offset.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic
 * @param queueId the queue
 * @param offset the next offset to consume
 * @param brokerName the broker's name
 */
public record UpdateOffsetRequest(String group, String topic, int queueId, long offset,
		String brokerName) implements Request<Boolean> {

	// the one remark that the protocol description tells clients to read (9.6)
	private static final String RESET_REMARK = "previously reset";

	public UpdateOffsetRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 15;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("queueId", this.queueId);
		out.field("commitOffset", this.offset);
		out.field("bname", this.brokerName);
		out.field("topic", this.topic);
		out.field("consumerGroup", this.group);
	}

	@Override
	public Boolean decode(Frame answer) {
		return !answer.requireSuccess().remark().contains(RESET_REMARK);
	}

}
