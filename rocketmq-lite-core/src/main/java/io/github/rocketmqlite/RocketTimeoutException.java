package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * The deadline of a call passed; the message names the stage it was in.
 */
public class RocketTimeoutException extends RocketException {

	private static final long serialVersionUID = 1L;

	public RocketTimeoutException(String message, Outcome outcome, @Nullable Throwable cause) {
		super(message, outcome, cause);
	}

}
