package io.github.rocketmqlite.spring.listener;

import java.util.List;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.AsyncMessageListener;
import io.github.rocketmqlite.consumer.BatchMessageListener;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.MessageListener;

/**
 * What a container calls: a listener of one of the three kinds that a consumer knows.
 */
public sealed interface ListenerHandler {

	static ListenerHandler of(MessageListener listener) {
		return new Single(listener);
	}

	static ListenerHandler ofAsync(AsyncMessageListener listener) {
		return new Async(listener);
	}

	static ListenerHandler ofBatch(BatchMessageListener listener) {
		return new Batch((message) -> message,
				(elements) -> listener.onMessages(elements.stream().map(ReceivedMessage.class::cast).toList()));
	}

	/**
	 * Gets one message and is done with it when it returns.
	 *
	 * @param listener the listener
	 */
	record Single(MessageListener listener) implements ListenerHandler {
	}

	/**
	 * Gets one message and is done with it when its future completes.
	 *
	 * @param listener the listener
	 */
	record Async(AsyncMessageListener listener) implements ListenerHandler {
	}

	/**
	 * Gets several messages at once, each as what the listener takes.
	 *
	 * @param reader makes of each message what the listener takes
	 * @param call hands all of them over
	 */
	record Batch(ElementReader reader, BatchCall call) implements ListenerHandler {
	}

	/**
	 * Makes of a message what a batch listener takes. What it throws concerns that
	 * message only.
	 */
	@FunctionalInterface
	interface ElementReader {

		Object read(ReceivedMessage message) throws Exception;

	}

	/**
	 * Calls a batch listener.
	 */
	@FunctionalInterface
	interface BatchCall {

		/**
		 * Hands messages over.
		 * @return one outcome for each, or one for all
		 */
		List<ConsumeOutcome> handle(List<Object> elements) throws Exception;

	}

}
