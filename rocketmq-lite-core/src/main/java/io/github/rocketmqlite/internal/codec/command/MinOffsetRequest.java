package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Frame;

/**
 * Asks for the first offset that is still stored of one queue (GET_MIN_OFFSET, 31).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param queueId the queue
 * @param brokerName the broker's name
 */
public record MinOffsetRequest(String topic, int queueId, String brokerName) implements QueueQuery {

	public MinOffsetRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 31;
	}

	@Override
	public Long decode(Frame answer) {
		return answer.requireSuccess().fields().number("offset");
	}

}
