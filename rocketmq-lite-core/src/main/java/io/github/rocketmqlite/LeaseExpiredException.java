package io.github.rocketmqlite;

/**
 * The time for which a popped message was this consumer's alone is over, or about to be
 * for all that the consumer knows: the broker delivers the message again, to whoever asks
 * next. What was done with it should be as if the next delivery did it.
 */
public class LeaseExpiredException extends RocketException {

	private static final long serialVersionUID = 1L;

	public LeaseExpiredException(String message, Outcome outcome) {
		super(message, outcome, null);
	}

}
