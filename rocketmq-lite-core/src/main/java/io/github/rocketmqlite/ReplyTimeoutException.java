package io.github.rocketmqlite;

/**
 * A request was stored, and no reply came in time. Whoever handles it may have done so,
 * or may still do so.
 */
public class ReplyTimeoutException extends RocketTimeoutException {

	private static final long serialVersionUID = 1L;

	public ReplyTimeoutException(String message) {
		super(message, Outcome.UNKNOWN, null);
	}

}
