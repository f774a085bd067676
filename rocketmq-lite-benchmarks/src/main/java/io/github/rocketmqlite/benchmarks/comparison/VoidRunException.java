package io.github.rocketmqlite.benchmarks.comparison;

/**
 * A run that proves nothing, because a message was lost or out of order.
 */
@SuppressWarnings("serial")
final class VoidRunException extends RuntimeException {

	VoidRunException(String message) {
		super(message);
	}

}
