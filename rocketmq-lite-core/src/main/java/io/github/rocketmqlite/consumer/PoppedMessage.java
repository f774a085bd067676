package io.github.rocketmqlite.consumer;

import java.time.Duration;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * A message that a {@link PopConsumer} received and nobody else gets for a time, its
 * <em>invisible time</em>. Not acknowledged by then, it is delivered again.
 * <p>
 * Threading: thread-safe; what was received never changes, but the invisible time does
 * when it is renewed or changed.
 */
public interface PoppedMessage extends ReceivedMessage {

	/**
	 * What the broker recognises this delivery by, at this moment: renewing or changing
	 * the invisible time replaces it.
	 */
	String receiptHandle();

	/**
	 * How much is left of the invisible time, as far as this client knows, by its
	 * monotonic clock; zero when it is over.
	 */
	Duration remainingInvisibleTime();

	/**
	 * Whether the broker confirmed that the message is done with.
	 */
	boolean isAcknowledged();

}
