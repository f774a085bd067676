package io.github.rocketmqlite.internal.remoting;

import org.jspecify.annotations.Nullable;

/**
 * Hears of the end of a request without a future in between.
 *
 * @param <R> the answer
 */
@FunctionalInterface
public interface RequestEnd<R extends @Nullable Object> {

	/**
	 * The request has ended. Called once, on an event loop, or on the thread that made
	 * the request if it cannot leave. Must not block nor throw.
	 * @param answer the answer, {@code null} for a one-way request
	 * @param failure why there is none
	 */
	void ended(@Nullable R answer, @Nullable Throwable failure);

}
