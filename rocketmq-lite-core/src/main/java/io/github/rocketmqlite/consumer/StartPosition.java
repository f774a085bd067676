package io.github.rocketmqlite.consumer;

/**
 * Where a group begins in a queue for which the broker holds no offset of it.
 */
public enum StartPosition {

	/** At the oldest message that the broker still has. */
	FIRST,

	/**
	 * Behind the newest message: only what is sent from now on. In a queue that comes
	 * later, because its topic is new or got more queues or brokers, that is all that was
	 * sent since the consumer first looked for the topic.
	 */
	LAST,

	/**
	 * At the first message that was stored at a given time or later, see
	 * {@link PushConsumerOptions.Builder#startAt(java.time.Instant)}.
	 */
	TIMESTAMP

}
