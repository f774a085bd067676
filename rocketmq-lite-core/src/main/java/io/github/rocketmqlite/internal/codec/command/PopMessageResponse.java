package io.github.rocketmqlite.internal.codec.command;

import java.util.List;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.StoredMessage;

/**
 * The answer to a pop: messages with their receipt handles, or why there are none.
 * <p>
 * Threading: immutable.
 *
 * @param status what happened
 * @param messages the messages; empty unless {@link Status#FOUND}
 * @param undecodable the places of the answer that are not messages
 */
public record PopMessageResponse(Status status, List<Popped> messages, List<MessageBatch.Undecodable> undecodable) {

	public PopMessageResponse {
		messages = List.copyOf(messages);
		undecodable = List.copyOf(undecodable);
	}

	static PopMessageResponse decode(Frame answer, PopMessageRequest request, Namespace namespace) {
		Status status = status(answer);
		if (status != Status.FOUND) {
			return new PopMessageResponse(status, List.of(), List.of());
		}
		MessageBatch batch = MessageBatch.decode(answer, request.brokerName(), namespace);
		PopOffsets offsets = new PopOffsets(answer.fields(), request, namespace, batch.messages());
		return new PopMessageResponse(status, batch.messages().stream().map(offsets::popped).toList(),
				batch.undecodable());
	}

	static Status status(Frame answer) {
		return switch (answer.code()) {
			case 0 -> Status.FOUND;
			case 19, 210 -> Status.NOTHING;
			case 209 -> Status.POLLING_FULL;
			default -> throw answer.refusal();
		};
	}

	/**
	 * One message.
	 *
	 * @param message the message
	 * @param handle by which the broker recognises this delivery
	 * @param realTopic the topic it was popped from, which may be a retry topic; a name
	 * that servers know, in the client's namespace
	 * @param reconsumeTimes how often it was delivered before
	 */
	public record Popped(StoredMessage message, ReceiptHandle handle, String realTopic, int reconsumeTimes) {
	}

	/**
	 * What a pop came to.
	 */
	public enum Status {

		/** There are messages. */
		FOUND,

		/** There is nothing now. */
		NOTHING,

		/** Too many requests wait at the broker already. */
		POLLING_FULL

	}

}
