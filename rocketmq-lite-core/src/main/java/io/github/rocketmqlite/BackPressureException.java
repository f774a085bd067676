package io.github.rocketmqlite;

/**
 * The client has as many unfinished sends, or as many bytes of them, as it may hold: the
 * application sends faster than the brokers take. The message did not leave.
 */
public class BackPressureException extends RocketException {

	private static final long serialVersionUID = 1L;

	public BackPressureException(String message) {
		super(message, Outcome.NOT_SENT, null);
	}

}
