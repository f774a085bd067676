package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Frame;

/**
 * Asks for one past the last offset of one queue (GET_MAX_OFFSET, 30).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param queueId the queue
 * @param brokerName the broker's name
 */
public record MaxOffsetRequest(String topic, int queueId, String brokerName) implements QueueQuery {

	public MaxOffsetRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 30;
	}

	@Override
	public Long decode(Frame answer) {
		return answer.requireSuccess().fields().number("offset");
	}

}
