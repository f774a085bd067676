package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * The message was refused before it left: the exception's message names the bad value.
 */
public class InvalidMessageException extends RocketException {

	private static final long serialVersionUID = 1L;

	public InvalidMessageException(String message) {
		this(message, null);
	}

	public InvalidMessageException(String message, @Nullable Throwable cause) {
		super(message, Outcome.NOT_SENT, cause);
	}

}
