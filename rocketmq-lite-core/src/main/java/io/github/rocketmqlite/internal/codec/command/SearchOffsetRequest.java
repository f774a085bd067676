package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks for the offset of the first message that was stored at a time or later, or of the
 * last one stored at that time or before (SEARCH_OFFSET_BY_TIMESTAMP, 29). Brokers before
 * 5.1.4 know the first question only.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param queueId the queue
 * @param timestamp the time, in milliseconds of the wall clock
 * @param upper whether the last message at the time or before is meant
 * @param brokerName the broker's name
 */
public record SearchOffsetRequest(String topic, int queueId, long timestamp, boolean upper,
		String brokerName) implements Request<Long> {

	public SearchOffsetRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	/**
	 * Asks for the first message at the time or later.
	 */
	public SearchOffsetRequest(String topic, int queueId, long timestamp, String brokerName) {
		this(topic, queueId, timestamp, false, brokerName);
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
		out.field("boundaryType", this.upper ? "upper" : null);
		out.field("bname", this.brokerName);
	}

	@Override
	public Long decode(Frame answer) {
		return answer.requireSuccess().fields().number("offset");
	}

}
