package io.github.rocketmqlite.spring.listener;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;

/**
 * Decides what becomes of a message whose listener failed. Declare a bean of this type to
 * decide differently from {@link DefaultRocketErrorHandler}.
 * <p>
 * Threading: thread-safe; called on the listener's thread.
 */
@FunctionalInterface
public interface RocketErrorHandler {

	/**
	 * Decides about one message.
	 * @param listenerId the id of the listener's container
	 * @param message the message that was not handled
	 * @param error what the listener threw, or an {@link UnreadableMessageException} when
	 * it was not even called
	 */
	ConsumeOutcome handle(String listenerId, ReceivedMessage message, Exception error);

}
