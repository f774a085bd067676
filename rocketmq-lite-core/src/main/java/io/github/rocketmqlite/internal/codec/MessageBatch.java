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
 * @param resumeAt the queue offset of the first message that was left, because the answer
 * holds more than is taken in at once; {@link #COMPLETE} when none was
 */
public record MessageBatch(List<StoredMessage> messages, List<Undecodable> undecodable, long resumeAt) {

	/** All messages of the answer are here. */
	public static final long COMPLETE = -1;

	public MessageBatch {
		messages = List.copyOf(messages);
		undecodable = List.copyOf(undecodable);
	}

	/**
	 * Finds the messages in the body of an answer. They are decoded lazily from a copy of
	 * it.
	 * @param answer a successful answer
	 * @param brokerName the broker it came from
	 * @param namespace the client's namespace, which the messages do not show
	 */
	public static MessageBatch decode(Frame answer, String brokerName, Namespace namespace) {
		return new MessageBatchReader(answer.bodyBytes(), brokerName, namespace, answer.limits()).read();
	}

	/**
	 * Finds the messages in a body, within the default limits. They are decoded lazily
	 * from this very array.
	 * @param body the whole body
	 * @param brokerName the broker it came from
	 */
	public static MessageBatch decode(byte[] body, String brokerName) {
		return new MessageBatchReader(body, brokerName, Namespace.NONE, DecodeLimits.DEFAULTS).read();
	}

	/**
	 * Where to pull next. What was left of the answer comes again then.
	 * @param requested the offset this pull asked for
	 * @param told the next offset in the broker's words
	 */
	public long nextOffset(long requested, long told) {
		return (this.resumeAt > requested) ? Math.min(this.resumeAt, told) : told;
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
				this.undecodable, this.resumeAt);
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
