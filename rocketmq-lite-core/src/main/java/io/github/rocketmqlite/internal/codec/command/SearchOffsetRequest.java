package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks for the first offset of a queue whose message was stored at a time or later
 * (SEARCH_OFFSET_BY_TIMESTAMP, 29).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param queueId the queue
 * @param timestamp the time, in milliseconds of the wall clock
 * @param brokerName the broker's name
 */
public record SearchOffsetRequest(String topic, int queueId, long timestamp,
		String brokerName) implements Request<Long> {

	public SearchOffsetRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 29;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
		out.field("queueId", this.queueId);
		out.field("timestamp", this.timestamp);
		out.field("bname", this.brokerName);
	}

	@Override
	public Long decode(Frame answer) {
		return answer.requireSuccess().fields().number("offset");
	}

}
