package io.github.rocketmqlite.consumer;

import java.util.Map;

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

	/**
	 * A listener that hands each message to the one for its topic, retries included. A
	 * message of another topic fails, and so comes again.
	 * @param listeners the listener of each topic that the consumer subscribes to
	 */
	static MessageListener byTopic(Map<String, ? extends MessageListener> listeners) {
		Map<String, MessageListener> all = Map.copyOf(listeners);
		return (message) -> {
			MessageListener listener = all.get(message.topic());
			if (listener == null) {
				throw new IllegalStateException(
						"There is no listener for topic " + message.topic() + ", only for " + all.keySet());
			}
			return listener.onMessage(message);
		};
	}

}
