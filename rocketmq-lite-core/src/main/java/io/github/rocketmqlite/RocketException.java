package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors of this client. Each subclass stands for one remedy.
 * <p>
 * The message says what failed, where and after how long.
 */
public class RocketException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Outcome outcome;

	public RocketException(String message, Outcome outcome, @Nullable Throwable cause) {
		super(message, cause);
		this.outcome = outcome;
	}

	/**
	 * Whether the broker may have executed the request all the same.
	 */
	public Outcome outcome() {
		return this.outcome;
	}

}
