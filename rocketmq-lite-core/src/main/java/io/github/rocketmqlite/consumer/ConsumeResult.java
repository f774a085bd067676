package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a call of a listener ended.
 * <p>
 * Threading: immutable.
 *
 * @param outcomes what becomes of each message, in the order of the call's messages
 * @param duration how long the call took
 * @param error what the listener threw; a {@link NullPointerException} when it returned
 * {@code null}; {@code null} when it returned an outcome or is still running
 * @param timedOut whether the listener is still running and is waited for no longer
 */
public record ConsumeResult(List<ConsumeOutcome> outcomes, Duration duration, @Nullable Throwable error,
		boolean timedOut) {

	public ConsumeResult {
		outcomes = List.copyOf(outcomes);
	}

	/**
	 * Whether all messages are done with.
	 */
	public boolean isSuccess() {
		return this.outcomes.stream().allMatch((outcome) -> outcome.kind() == ConsumeOutcome.Kind.SUCCESS);
	}

}
