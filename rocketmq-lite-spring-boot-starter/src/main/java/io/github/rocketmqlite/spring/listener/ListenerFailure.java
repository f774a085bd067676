package io.github.rocketmqlite.spring.listener;

import java.time.Instant;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;

/**
 * A message whose listener failed, as far as it may be shown: without its body.
 * <p>
 * Threading: immutable.
 *
 * @param time when the listener failed
 * @param messageId the message
 * @param topic where it was sent
 * @param delivery how often it has been delivered, this time included
 * @param error what was thrown
 * @param outcome what becomes of the message
 */
public record ListenerFailure(Instant time, String messageId, String topic, int delivery, String error,
		ConsumeOutcome outcome) {

	static ListenerFailure of(ReceivedMessage message, Exception error, ConsumeOutcome outcome) {
		return new ListenerFailure(Instant.now(), message.messageId(), message.topic(), message.reconsumeTimes() + 1,
				String.valueOf(error), outcome);
	}

}
