package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;

/**
 * Sees to it that a message that failed comes again, or is given up.
 */
interface Redelivery {

	/**
	 * A message is handled, so that it need not come again. Does not block.
	 */
	default void handled(ReceivedMessage message) {
		// progress in a queue says so
	}

	/**
	 * Takes a failed message over.
	 * @param buffer the epoch the message belongs to
	 * @param message the message
	 * @param outcome a retry or a dead letter
	 * @return whether the buffer may forget the message; {@code false} when the buffer is
	 * to hand it out again. Never fails
	 */
	CompletableFuture<Boolean> forward(QueueBuffer buffer, ReceivedMessage message, ConsumeOutcome outcome);

	/**
	 * Whether a failed message is given up: because the outcome says so, or because this
	 * was its last attempt.
	 */
	static boolean isLast(ReceivedMessage message, ConsumeOutcome outcome, int maxReconsumeTimes) {
		return outcome.kind() == ConsumeOutcome.Kind.DEAD_LETTER || message.reconsumeTimes() >= maxReconsumeTimes;
	}

}
