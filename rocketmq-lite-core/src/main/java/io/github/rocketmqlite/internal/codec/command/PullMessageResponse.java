package io.github.rocketmqlite.internal.codec.command;

import io.github.rocketmqlite.internal.codec.Fields;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Namespace;

/**
 * The answer to a pull: messages, or why there are none, and where to go on.
 * <p>
 * Threading: immutable.
 *
 * @param status what happened
 * @param nextOffset the offset to pull next
 * @param minOffset the first offset the queue still has
 * @param maxOffset one past the last offset of the queue
 * @param suggestedBrokerId the replica to pull from next; 0 is the master
 * @param batch the messages; empty unless {@link Status#FOUND}
 */
public record PullMessageResponse(Status status, long nextOffset, long minOffset, long maxOffset,
		long suggestedBrokerId, MessageBatch batch) {

	private static final MessageBatch NO_MESSAGES = MessageBatch.decode(new byte[0], "");

	static PullMessageResponse decode(Frame answer, PullMessageRequest request, Namespace namespace) {
		Status status = status(answer);
		Fields fields = answer.fields();
		MessageBatch batch = (status == Status.FOUND) ? MessageBatch.decode(answer, request.brokerName(), namespace)
				: NO_MESSAGES;
		long nextOffset = batch.nextOffset(request.queueOffset(), fields.number("nextBeginOffset"));
		// a container of several messages comes whole even when its middle was asked for
		return new PullMessageResponse(status, nextOffset, fields.number("minOffset"), fields.number("maxOffset"),
				fields.number("suggestWhichBrokerId"), batch.startingAt(request.queueOffset()));
	}

	private static Status status(Frame answer) {
		return switch (answer.code()) {
			case 0 -> Status.FOUND;
			case 19 -> Status.NO_NEW_MESSAGE;
			case 20 -> Status.NO_MATCHED_MESSAGE;
			case 21 -> Status.OFFSET_MOVED;
			default -> throw answer.refusal();
		};
	}

	/**
	 * What a pull came to.
	 */
	public enum Status {

		/** There are messages. */
		FOUND,

		/** The end of the queue. */
		NO_NEW_MESSAGE,

		/** Messages were skipped because none matched, or are being removed. */
		NO_MATCHED_MESSAGE,

		/** The offset asked for is outside the queue: go on at the next offset. */
		OFFSET_MOVED

	}

}
