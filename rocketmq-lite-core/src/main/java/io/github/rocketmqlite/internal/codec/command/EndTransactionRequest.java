package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Commits or rolls back a half message (END_TRANSACTION, 37). Goes to the master that
 * stored it, one-way or not.
 * <p>
 * Threading: immutable.
 *
 * @param producerGroup the producer group of the half message
 * @param topic the message's own topic, which brokers with access control want
 * @param messageId the id the producer gave the message
 * @param queueOffset the offset of the half message in its queue
 * @param commitLogOffset its place in the commit log
 * @param decision {@link #COMMIT}, {@link #ROLLBACK} or {@link #UNKNOWN}
 * @param fromCheck whether this answers the broker's check
 * @param brokerName the broker's name
 */
public record EndTransactionRequest(String producerGroup, String topic, String messageId, long queueOffset,
		long commitLogOffset, int decision, boolean fromCheck, String brokerName) implements Request<Boolean> {

	/** {@code decision}: deliver the message. */
	public static final int COMMIT = 8;

	/** {@code decision}: drop the message. */
	public static final int ROLLBACK = 12;

	/** {@code decision}: not yet known; the broker asks again. */
	public static final int UNKNOWN = 0;

	public EndTransactionRequest {
		Objects.requireNonNull(producerGroup, "producerGroup");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(messageId, "messageId");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 37;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("producerGroup", this.producerGroup);
		out.field("bname", this.brokerName);
		out.field("commitLogOffset", this.commitLogOffset);
		out.field("topic", this.topic);
		out.field("msgId", this.messageId);
		out.field("tranStateTableOffset", this.queueOffset);
		out.field("commitOrRollback", this.decision);
		out.field("transactionId", this.messageId);
		out.field("fromTransactionCheck", this.fromCheck);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
