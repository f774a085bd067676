package io.github.rocketmqlite.consumer;

/**
 * Where a group begins in a queue for which the broker holds no offset of it.
 */
public enum StartPosition {

	/** At the oldest message that the broker still has. */
	FIRST,

	/** Behind the newest message: only what is sent from now on. */
	LAST,

	/**
	 * At the first message that was stored at a given time or later, see
	 * {@link PushConsumerOptions.Builder#startAt(java.time.Instant)}.
	 */
	TIMESTAMP

}
