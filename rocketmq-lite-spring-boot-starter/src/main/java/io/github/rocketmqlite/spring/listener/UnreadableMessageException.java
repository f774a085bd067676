package io.github.rocketmqlite.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * A received message cannot be turned into what its listener takes: the body does not fit
 * the type, a required header is missing, a value is not valid. Delivering it again would
 * change nothing.
 */
public class UnreadableMessageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public UnreadableMessageException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
