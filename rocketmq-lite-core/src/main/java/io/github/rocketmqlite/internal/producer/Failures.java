package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.CompletionException;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever completed a future exceptionally into an error of this client.
 */
final class Failures {

	private Failures() {
	}

	static RocketException of(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof RocketException known) {
			return known;
		}
		return new RocketException("The send failed unexpectedly: " + cause, Outcome.UNKNOWN, cause);
	}

}
