package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * Bytes arrived that this client does not understand.
 */
public class ProtocolException extends RocketException {

	private static final long serialVersionUID = 1L;

	public ProtocolException(String message, Outcome outcome, @Nullable Throwable cause) {
		super(message, outcome, cause);
	}

}
