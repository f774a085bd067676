package io.github.rocketmqlite.spring.listener;

/**
 * Thrown by a batch listener to say at which message it failed: those before it are done
 * with, the error handler decides about that one, and those behind it, which were not
 * begun, are delivered again.
 */
public class BatchListenerFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int index;

	/**
	 * Makes the exception.
	 * @param message what went wrong
	 * @param index the place of the message in the batch, from 0
	 * @param cause why it failed
	 */
	public BatchListenerFailedException(String message, int index, Throwable cause) {
		super(message, cause);
		this.index = index;
	}

	public int getIndex() {
		return this.index;
	}

}
