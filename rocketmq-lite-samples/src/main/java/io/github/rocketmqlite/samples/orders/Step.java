package io.github.rocketmqlite.samples.orders;

import java.time.Instant;

/**
 * One step of an order's way.
 *
 * @param orderId the order
 * @param time when it happened
 * @param kind what happened
 * @param who the listener that did it; the application's name for what was sent
 * @param detail where, how often, or why
 */
record Step(String orderId, Instant time, Kind kind, String who, String detail) {

	/**
	 * What can happen to an order.
	 */
	enum Kind {

		/** A broker has the event. */
		STORED,

		/** The event could not be sent. */
		NOT_SENT,

		/** A listener is done with it. */
		CONSUMED,

		/** A listener failed and will get it again. */
		RETRIED,

		/** A listener failed for the last time: the event is set aside. */
		DEAD_LETTERED

	}

}
