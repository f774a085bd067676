package io.github.rocketmqlite.consumer;

import java.util.List;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Handles the messages of a push consumer, several of one queue per call.
 * <p>
 * A call gets what is waiting, at most the options' batch size; it does not wait for a
 * batch to become full.
 * <p>
 * Threading: called by many threads at the same time, with ordered consumption never by
 * two for the same queue, or ordering key.
 */
@FunctionalInterface
public interface BatchMessageListener {

	/**
	 * Handles some messages.
	 * @param messages consecutive messages of one queue, at least one
	 * @return what to do with each of them, in their order; a single outcome is for all.
	 * A message that succeeded is not delivered again because a neighbour failed
	 * @throws Exception any error counts as {@link ConsumeOutcome#RETRY} of all messages
	 * and is logged, as does a list of another size
	 */
	List<ConsumeOutcome> onMessages(List<ReceivedMessage> messages) throws Exception;

}
