package io.github.rocketmqlite.consumer;

/**
 * Told when a broker takes a lite topic away from a {@link LiteConsumer}: another member
 * of an exclusive group subscribed to it, or it expired.
 * <p>
 * Threading: called on the client's callback threads; must not block. Exceptions are
 * logged and change nothing.
 */
@FunctionalInterface
public interface LiteTopicListener {

	/**
	 * A lite topic was lost: {@link LiteConsumer#liteTopics()} does not hold it any more.
	 * Messages of it that were received already are still handled.
	 * @param topic the topic that holds it
	 * @param liteTopic the lite topic
	 */
	void onUnsubscribed(String topic, String liteTopic);

}
