package io.github.rocketmqlite.consumer;

/**
 * How much of its queues and topics a push consumer holds, besides the number of messages
 * of each queue and the client's budget of bytes. Set by
 * {@link PushConsumerOptions.Builder}, where the defaults are stated. An answer to a pull
 * that is under way when a limit of a topic is reached is taken only if it fits, and
 * pulled again later if it does not; a queue may exceed its own by one answer.
 * <p>
 * Threading: immutable.
 *
 * @param bytesPerQueue the most bytes of one queue
 * @param spanPerQueue how far a queue goes on beyond a message that is not finished
 * @param messagesPerTopic the most messages of one topic
 * @param bytesPerTopic the most bytes of one topic
 */
public record CacheLimits(long bytesPerQueue, int spanPerQueue, int messagesPerTopic, long bytesPerTopic) {

	/** Checks the settings. */
	public CacheLimits {
		Settings.require(bytesPerQueue > 0, "maxCachedBytesPerQueue", "must be positive, but is " + bytesPerQueue);
		Settings.require(messagesPerTopic > 0, "maxCachedMessagesPerTopic",
				"must be positive, but is " + messagesPerTopic);
		Settings.require(bytesPerTopic > 0, "maxCachedBytesPerTopic", "must be positive, but is " + bytesPerTopic);
	}

}
