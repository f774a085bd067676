package io.github.rocketmqlite.benchmarks.harness;

/**
 * A run that proves nothing, because a message was lost or out of order.
 */
@SuppressWarnings("serial")
public final class VoidRunException extends RuntimeException {

	/** Says why. */
	public VoidRunException(String message) {
		super(message);
	}

}
