package io.github.rocketmqlite.consumer;

import java.util.List;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * What one pull of a queue came to.
 * <p>
 * Threading: immutable.
 *
 * @param status what happened
 * @param messages the messages; empty unless {@link Status#FOUND}, and then too when none
 * of them is wanted
 * @param nextOffset where to go on
 * @param minOffset the first offset that the queue still has
 * @param maxOffset one past the last offset of the queue
 */
public record PullResult(Status status, List<ReceivedMessage> messages, long nextOffset, long minOffset,
		long maxOffset) {

	public PullResult {
		messages = List.copyOf(messages);
	}

	/**
	 * What may happen.
	 */
	public enum Status {

		/** There are messages. */
		FOUND,

		/** The offset is the end of the queue. */
		NO_NEW_MESSAGE,

		/** Messages were skipped, because the filter wants none of them. */
		NO_MATCHED_MESSAGE,

		/** The queue does not have the offset; the next offset is one that it has. */
		OFFSET_ILLEGAL

	}

}
