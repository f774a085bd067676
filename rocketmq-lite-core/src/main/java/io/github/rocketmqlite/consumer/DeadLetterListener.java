package io.github.rocketmqlite.consumer;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Told of each message that a push consumer has given up: the broker acknowledged that it
 * moves it to the dead-letter topic or, if the group is broadcasting and has none, it
 * will not come again.
 * <p>
 * Threading: called on the client's callback threads; must not block. Exceptions are
 * logged and change nothing.
 */
@FunctionalInterface
public interface DeadLetterListener {

	/**
	 * A message was given up.
	 * @param message the message as the listener got it the last time
	 */
	void onDeadLetter(ReceivedMessage message);

}
