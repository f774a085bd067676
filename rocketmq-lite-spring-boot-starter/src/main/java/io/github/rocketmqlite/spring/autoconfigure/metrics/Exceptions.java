package io.github.rocketmqlite.spring.autoconfigure.metrics;

import org.jspecify.annotations.Nullable;

/**
 * The value of the tag {@code exception}.
 * <p>
 * Threading: stateless.
 */
final class Exceptions {

	private Exceptions() {
	}

	static String tag(@Nullable Throwable error) {
		return (error != null) ? error.getClass().getSimpleName() : "none";
	}

}
