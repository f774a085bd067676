package io.github.rocketmqlite.internal.remoting;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketTimeoutException;

/**
 * How a request ended, as counters tell it.
 */
public enum RequestOutcome {

	/** Answered with what was asked for; a one-way request: written. */
	SUCCESS,

	/** The server said no. */
	REFUSED,

	/** No answer came in time. */
	TIMEOUT,

	/** There was no connection, or it was lost. */
	DISCONNECTED,

	/** The client was closed. */
	CLOSED,

	/** The request or its answer made no sense. */
	INVALID,

	/** Whoever asked gave up. */
	CANCELLED;

	static RequestOutcome of(Throwable failure) {
		if (failure instanceof BrokerException) {
			return REFUSED;
		}
		if (failure instanceof RocketTimeoutException) {
			return TIMEOUT;
		}
		if (failure instanceof ClientClosedException) {
			return CLOSED;
		}
		return (failure instanceof RocketConnectionException) ? DISCONNECTED : INVALID;
	}

}
