package io.github.rocketmqlite.consumer;

/**
 * Where a queue goes on when the broker does not have the offset that the group stands
 * at: its messages expired, or the broker lost some. A reset by an operator is always
 * followed.
 */
public enum IllegalOffsetPolicy {

	/**
	 * At the nearest message that the broker has: the oldest one if the offset is too
	 * small, the end of the queue if it is too large.
	 */
	NEAREST,

	/** At the oldest message that the broker has: nothing is missed, much may repeat. */
	FIRST,

	/** At the end of the queue. */
	LAST,

	/**
	 * Nowhere: the queue rests, with an error in the log, until the application seeks.
	 */
	STOP

}
