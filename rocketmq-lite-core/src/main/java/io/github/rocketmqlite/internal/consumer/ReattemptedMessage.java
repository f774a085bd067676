package io.github.rocketmqlite.internal.consumer;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.internal.codec.WrappedMessage;

/**
 * A message that is tried again here, without the broker's help: shows all its attempts.
 * <p>
 * Threading: immutable.
 */
final class ReattemptedMessage extends WrappedMessage<ReceivedMessage> {

	private final int reconsumeTimes;

	private ReattemptedMessage(ReceivedMessage message, int reconsumeTimes) {
		super(message);
		this.reconsumeTimes = reconsumeTimes;
	}

	/**
	 * Shows a message with its attempts.
	 * @param reconsumeTimes how often it was tried before, by the broker's count and ours
	 */
	static ReattemptedMessage of(ReceivedMessage message, int reconsumeTimes) {
		return new ReattemptedMessage(delivered(message), reconsumeTimes);
	}

	/** The message as it was delivered. */
	static ReceivedMessage delivered(ReceivedMessage message) {
		return (message instanceof ReattemptedMessage again) ? again.message() : message;
	}

	@Override
	public int reconsumeTimes() {
		return this.reconsumeTimes;
	}

}
