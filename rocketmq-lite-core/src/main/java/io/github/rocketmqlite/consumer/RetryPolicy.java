package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.Objects;

import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a message that failed, unless the listener has said so itself:
 * asked when it threw, returned {@code null} or {@link ConsumeOutcome#RETRY}.
 * <p>
 * Threading: called by the threads that ended the listener's call, many at the same time;
 * must not block.
 */
@FunctionalInterface
public interface RetryPolicy {

	/**
	 * Decides about a message.
	 * @param message the message; it was tried {@code reconsumeTimes() + 1} times
	 * @param error what the listener threw, if it did
	 * @return what to do with it; an exception counts as {@link ConsumeOutcome#RETRY}
	 */
	ConsumeOutcome afterFailure(ReceivedMessage message, @Nullable Throwable error);

	/**
	 * The broker's own delays, which grow with each attempt; in ordered consumption the
	 * options' retry delay.
	 */
	static RetryPolicy standard() {
		return (message, error) -> ConsumeOutcome.RETRY;
	}

	/**
	 * The same delay before each attempt.
	 */
	static RetryPolicy fixed(Duration delay) {
		ConsumeOutcome outcome = ConsumeOutcome.retryAfter(delay);
		return (message, error) -> outcome;
	}

	/**
	 * Delays that double with each attempt.
	 * @param first the delay after the first failure
	 * @param longest the longest delay
	 */
	static RetryPolicy exponential(Duration first, Duration longest) {
		ConsumeOutcome limit = ConsumeOutcome.retryAfter(longest);
		if (first.isZero() || first.compareTo(longest) > 0) {
			throw new IllegalArgumentException(
					"The first delay must be positive and at most " + longest + ", but is " + first);
		}
		return (message, error) -> {
			int doublings = Math.min(message.reconsumeTimes(), 40);
			Duration delay = Duration.ofMillis(first.toMillis());
			for (int i = 0; i < doublings && delay.compareTo(longest) < 0; i++) {
				delay = delay.multipliedBy(2);
			}
			return (delay.compareTo(longest) < 0) ? ConsumeOutcome.retryAfter(delay) : limit;
		};
	}

	/**
	 * This policy for some attempts, the dead-letter topic after them.
	 * @param attempts how often a message is tried altogether, at least once
	 */
	default RetryPolicy atMost(int attempts) {
		if (attempts < 1) {
			throw new IllegalArgumentException("attempts must be at least 1, but is " + attempts);
		}
		return (message, error) -> (message.reconsumeTimes() + 1 < attempts) ? afterFailure(message, error)
				: ConsumeOutcome.DEAD_LETTER;
	}

	/**
	 * This policy, but the dead-letter topic at once after errors that no retry will
	 * heal.
	 */
	default RetryPolicy except(Class<? extends Throwable> hopeless) {
		Objects.requireNonNull(hopeless, "hopeless");
		return (message, error) -> hopeless.isInstance(error) ? ConsumeOutcome.DEAD_LETTER
				: afterFailure(message, error);
	}

}
