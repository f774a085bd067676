package io.github.rocketmqlite.spring.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.github.rocketmqlite.consumer.RetryPolicy;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * What is said about the messages that listeners fail on, in an annotation or a property.
 * What is {@code null} is left to others.
 * <p>
 * Threading: immutable.
 *
 * @param notRetryable errors after which a message is given up at once
 * @param backOff how long after a failure a message is delivered again
 * @param maxBackOff the longest delay, if delays double with each attempt
 * @param errorHandler decides about failed messages
 * @param recoverer gets messages that are given up
 */
public record FailureSettings(Set<Class<? extends Throwable>> notRetryable, @Nullable Duration backOff,
		@Nullable Duration maxBackOff, @Nullable RocketErrorHandler errorHandler,
		@Nullable MessageRecoverer recoverer) {

	/**
	 * Nothing is said.
	 */
	public static final FailureSettings NONE = new FailureSettings(Set.of(), null, null, null, null);

	public FailureSettings {
		notRetryable = Set.copyOf(notRetryable);
	}

	/**
	 * These settings, where the others say nothing. Errors that are not retried add up;
	 * delays are taken from one of both.
	 */
	public FailureSettings overlaidBy(FailureSettings others) {
		Set<Class<? extends Throwable>> both = new HashSet<>(this.notRetryable);
		both.addAll(others.notRetryable);
		boolean delaysOfOthers = others.backOff != null || others.maxBackOff != null;
		return new FailureSettings(both, delaysOfOthers ? others.backOff : this.backOff,
				delaysOfOthers ? others.maxBackOff : this.maxBackOff,
				(others.errorHandler != null) ? others.errorHandler : this.errorHandler,
				(others.recoverer != null) ? others.recoverer : this.recoverer);
	}

	/**
	 * When a failed message is delivered again; {@code null} if nothing is said about it.
	 * @throws IllegalArgumentException naming delays that make no sense
	 */
	public @Nullable RetryPolicy retryPolicy() {
		if (this.backOff == null) {
			if (this.maxBackOff != null) {
				throw new IllegalArgumentException(
						"'maxBackOff' is " + this.maxBackOff + ", but there is no 'backOff' to begin with");
			}
			return null;
		}
		if (this.backOff.isNegative()) {
			throw new IllegalArgumentException("'backOff' must not be negative, but is " + this.backOff);
		}
		if (this.maxBackOff == null) {
			return RetryPolicy.fixed(this.backOff);
		}
		if (this.backOff.toMillis() == 0 || this.backOff.compareTo(this.maxBackOff) > 0) {
			throw new IllegalArgumentException("'backOff' must be at least 1 ms and at most 'maxBackOff', but is "
					+ this.backOff + " with 'maxBackOff' " + this.maxBackOff);
		}
		return RetryPolicy.exponential(this.backOff, this.maxBackOff);
	}

}
