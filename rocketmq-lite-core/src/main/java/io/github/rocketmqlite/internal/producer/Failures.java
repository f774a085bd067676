package io.github.rocketmqlite.internal.producer;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.remoting.Blocking;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever completed a future exceptionally into an error of this client.
 */
final class Failures {

	private Failures() {
	}

	static RocketException of(@Nullable Throwable failure) {
		Throwable cause = (failure != null) ? Blocking.unwrap(failure) : null;
		if (cause instanceof RocketException known) {
			return known;
		}
		return new RocketException("The send failed unexpectedly: " + cause, Outcome.UNKNOWN, cause);
	}

}
