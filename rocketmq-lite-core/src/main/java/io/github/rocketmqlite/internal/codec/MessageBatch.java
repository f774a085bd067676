package io.github.rocketmqlite.internal.codec;

import java.util.List;

/**
 * The messages of one pull answer, in the order of the queue, and what of it made no
 * sense.
 * <p>
 * Threading: immutable.
 *
 * @param messages the messages
 * @param undecodable the places that are not messages
 */
public record MessageBatch(List<StoredMessage> messages, List<Undecodable> undecodable) {

	/** The most messages that one answer may hold. */
	public static final int MAX_MESSAGES = 4096;

	public MessageBatch {
		messages = List.copyOf(messages);
		undecodable = List.copyOf(undecodable);
	}

	/**
	 * Finds the messages in a pull answer's body. They are decoded lazily from this very
	 * array.
	 * @param body the whole body
	 * @param brokerName the broker it came from
	 */
	public static MessageBatch decode(byte[] body, String brokerName) {
		return decode(body, brokerName, Namespace.NONE);
	}

	/**
	 * Finds the messages in the body of an answer to a client in a namespace, which they
	 * do not show.
	 */
	public static MessageBatch decode(byte[] body, String brokerName, Namespace namespace) {
		return new MessageBatchReader(body, brokerName, namespace).read();
	}

	/**
	 * Without the messages before an offset.
	 */
	public MessageBatch startingAt(long queueOffset) {
		if (this.messages.isEmpty() || this.messages.get(0).queueOffset() >= queueOffset) {
			return this;
		}
		return new MessageBatch(
				this.messages.stream().filter((message) -> message.queueOffset() >= queueOffset).toList(),
				this.undecodable);
	}

	/**
	 * Bytes that are not a message.
	 *
	 * @param queueOffset the position in the queue, -1 when it is not known
	 * @param commitLogOffset the position in the commit log, -1 when it is not known
	 * @param reason what is wrong with them
	 */
	public record Undecodable(long queueOffset, long commitLogOffset, String reason) {
	}

}
