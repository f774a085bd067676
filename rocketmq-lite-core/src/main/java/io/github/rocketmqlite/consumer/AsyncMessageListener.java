package io.github.rocketmqlite.consumer;

import java.util.concurrent.CompletionStage;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Begins to handle the messages of a push consumer; they are finished when their futures
 * complete.
 * <p>
 * The options' concurrency limits how many are unfinished at the same time. Closing and
 * losing a queue wait for them like for running listeners.
 * <p>
 * Threading: called by many threads at the same time, with ordered consumption never
 * before the last message of the same queue, or ordering key, is finished. Futures may be
 * completed by any thread; what the consumer does then is short and never blocks.
 */
@FunctionalInterface
public interface AsyncMessageListener {

	/**
	 * Begins to handle one message.
	 * @return what to do with it, later; a future that fails counts as
	 * {@link ConsumeOutcome#RETRY} and is logged
	 * @throws Exception any error counts as {@link ConsumeOutcome#RETRY} and is logged
	 */
	CompletionStage<ConsumeOutcome> onMessage(ReceivedMessage message) throws Exception;

}
