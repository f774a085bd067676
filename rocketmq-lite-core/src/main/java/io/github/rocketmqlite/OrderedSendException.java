package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * A message was not sent, because a message in front of it with the same ordering key
 * failed: sending it would have changed the order. Send again, beginning with the one
 * that failed.
 */
public class OrderedSendException extends RocketException {

	private static final long serialVersionUID = 1L;

	public OrderedSendException(String message, @Nullable Throwable cause) {
		super(message, Outcome.NOT_SENT, cause);
	}

}
