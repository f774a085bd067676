package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;
import java.util.OptionalLong;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks for the committed offset of a group in one queue (QUERY_CONSUMER_OFFSET, 14).
 * Empty means that the broker knows of none; brokers before 5.0 say 0 for young queues
 * instead.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic
 * @param queueId the queue
 * @param brokerName the broker's name
 */
public record QueryOffsetRequest(String group, String topic, int queueId,
		String brokerName) implements Request<OptionalLong> {

	private static final int NOT_FOUND = 22;

	public QueryOffsetRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 14;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("queueId", this.queueId);
		out.field("bname", this.brokerName);
		out.field("topic", this.topic);
		out.field("consumerGroup", this.group);
		out.field("setZeroIfNotFound", false);
	}

	@Override
	public OptionalLong decode(Frame answer) {
		if (answer.code() == NOT_FOUND) {
			return OptionalLong.empty();
		}
		return OptionalLong.of(answer.requireSuccess().fields().number("offset"));
	}

}
