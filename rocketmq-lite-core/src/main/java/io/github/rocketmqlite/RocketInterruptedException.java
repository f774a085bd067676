package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted while it waited. Its interrupt flag is set again.
 * The request itself goes on, so its outcome is unknown.
 */
public class RocketInterruptedException extends RocketException {

	private static final long serialVersionUID = 1L;

	public RocketInterruptedException(String message, Outcome outcome, @Nullable Throwable cause) {
		super(message, outcome, cause);
	}

}
