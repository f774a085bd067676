package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.StoredMessage;

/**
 * A broker's question what became of a half message (CHECK_TRANSACTION_STATE, 39); it is
 * answered by an {@link EndTransactionRequest} with these two offsets.
 * <p>
 * Threading: immutable.
 *
 * @param queueOffset the offset of the half message in its queue
 * @param commitLogOffset its place in the commit log
 * @param brokerName the broker, empty before 5.0
 * @param message the half message, under its own topic
 */
public record CheckTransactionState(long queueOffset, long commitLogOffset, String brokerName, StoredMessage message) {

	/** The request code. */
	public static final int CODE = 39;

	public static CheckTransactionState decode(Frame frame) {
		return decode(frame, Namespace.NONE);
	}

	/**
	 * Reads the question to a client in a namespace, which the message does not show.
	 */
	public static CheckTransactionState decode(Frame frame, Namespace namespace) {
		String brokerName = Objects.requireNonNullElse(frame.fields().text("bname"), "");
		List<StoredMessage> messages = MessageBatch.decode(frame, brokerName, namespace).messages();
		if (messages.size() != 1) {
			throw new ProtocolException(
					frame.peer() + " asks about a transaction with " + messages.size() + " messages instead of one",
					Outcome.UNKNOWN, null);
		}
		return new CheckTransactionState(frame.fields().number("tranStateTableOffset"),
				frame.fields().number("commitLogOffset"), brokerName, messages.get(0));
	}

}
