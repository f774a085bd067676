package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Frame;

/**
 * Asks when the first message a queue still has was stored (GET_EARLIEST_MSG_STORETIME,
 * 32); -1 when it has none.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param queueId the queue
 * @param brokerName the broker's name
 */
public record EarliestStoreTimeRequest(String topic, int queueId, String brokerName) implements QueueQuery {

	public EarliestStoreTimeRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 32;
	}

	@Override
	public Long decode(Frame answer) {
		return answer.requireSuccess().fields().number("timestamp");
	}

}
