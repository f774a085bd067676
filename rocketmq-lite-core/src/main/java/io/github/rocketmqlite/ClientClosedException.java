package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * The client, producer or consumer was closed before or during the call.
 */
public class ClientClosedException extends RocketException {

	private static final long serialVersionUID = 1L;

	public ClientClosedException(String message, Outcome outcome, @Nullable Throwable cause) {
		super(message, outcome, cause);
	}

}
