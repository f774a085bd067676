package io.github.rocketmqlite.consumer;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Handles the messages of a push consumer, one at a time per call and many at the same
 * time across the consumer's threads.
 */
@FunctionalInterface
public interface MessageListener {

	/**
	 * Handles one message.
	 * @return what to do with it now
	 * @throws Exception any error counts as {@link ConsumeOutcome#RETRY} and is logged
	 */
	ConsumeOutcome onMessage(ReceivedMessage message) throws Exception;

}
