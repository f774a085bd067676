package io.github.rocketmqlite.producer;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One send as its interceptors see it, the same object before and after.
 * <p>
 * Threading: thread-safe.
 */
public interface SendInvocation {

	/**
	 * The producer's group.
	 */
	String group();

	/**
	 * The id that the message has on every attempt.
	 */
	String messageId();

	/**
	 * How the application sends.
	 */
	Mode mode();

	/**
	 * When the application called, by the wall clock.
	 */
	Instant startedAt();

	/**
	 * What an interceptor has put aside for itself.
	 * @param key the interceptor itself, or another object that nobody else uses
	 */
	@Nullable Object attribute(Object key);

	/**
	 * Puts something aside until the end of the send, such as a span.
	 * @param value {@code null} to forget
	 */
	void attribute(Object key, @Nullable Object value);

	/**
	 * The ways to send.
	 */
	enum Mode {

		/** The caller waits for the result. */
		SYNC,

		/** A future brings the result. */
		ASYNC,

		/** There is no result. */
		ONEWAY

	}

}
