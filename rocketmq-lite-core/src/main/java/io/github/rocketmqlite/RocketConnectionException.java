package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * A connection could not be made, or was lost while an answer was awaited.
 */
public class RocketConnectionException extends RocketException {

	private static final long serialVersionUID = 1L;

	public RocketConnectionException(String message, Outcome outcome, @Nullable Throwable cause) {
		super(message, outcome, cause);
	}

}
