package io.github.rocketmqlite;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The broker's acknowledgement of one message.
 *
 * @param status whether the message is as durable as the broker was configured to make it
 * @param messageId the id the client gave the message, the same on every retry, so that
 * consumers can recognise a duplicate
 * @param offsetMessageId the id of the place in the broker's commit log
 * @param queue the queue the message is in
 * @param queueOffset the position in that queue. Of a delayed message it is the position
 * in the broker's internal delay topic
 * @param recallHandle by which a message with a {@link Message#delay() delay} or a
 * {@link Message#deliverAt() time of delivery} can be taken back before it is due;
 * {@code null} for other messages and from brokers that do not allow it
 */
public record SendResult(SendStatus status, String messageId, String offsetMessageId, MessageQueue queue,
		long queueOffset, @Nullable String recallHandle) {

	public SendResult {
		Objects.requireNonNull(status, "status");
		Objects.requireNonNull(messageId, "messageId");
		Objects.requireNonNull(offsetMessageId, "offsetMessageId");
		Objects.requireNonNull(queue, "queue");
	}

	/**
	 * The acknowledgement of a message that cannot be recalled.
	 */
	public SendResult(SendStatus status, String messageId, String offsetMessageId, MessageQueue queue,
			long queueOffset) {
		this(status, messageId, offsetMessageId, queue, queueOffset, null);
	}

	/**
	 * Whether the broker did everything it is configured to do before it acknowledges.
	 */
	public boolean isDurable() {
		return this.status == SendStatus.SEND_OK;
	}

}
