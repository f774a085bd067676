package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;

/**
 * Sees to it that a message that failed comes again, or is given up.
 */
interface Redelivery {

	/**
	 * Takes a failed message over.
	 * @param buffer the epoch the message belongs to
	 * @param message the message
	 * @param outcome a retry or a dead letter
	 * @return whether the buffer may forget the message; {@code false} when the buffer is
	 * to hand it out again. Never fails
	 */
	CompletableFuture<Boolean> forward(QueueBuffer buffer, ReceivedMessage message, ConsumeOutcome outcome);

}
