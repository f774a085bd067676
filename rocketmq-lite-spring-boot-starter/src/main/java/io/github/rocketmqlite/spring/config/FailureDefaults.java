package io.github.rocketmqlite.spring.config;

import io.github.rocketmqlite.consumer.RetryPolicy;
import io.github.rocketmqlite.spring.listener.ClassifyingErrorHandler;
import io.github.rocketmqlite.spring.listener.DeadLetterCauses;
import io.github.rocketmqlite.spring.listener.FailureHandling;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;

/**
 * What becomes of failed messages of listeners that do not say otherwise.
 * <p>
 * Threading: immutable.
 *
 * @param errorHandler decides about failed messages
 * @param settings everything else
 * @param causes remembers why messages were given up
 */
public record FailureDefaults(RocketErrorHandler errorHandler, FailureSettings settings, DeadLetterCauses causes) {

	/**
	 * An error handler, and nothing else.
	 */
	public static FailureDefaults of(RocketErrorHandler errorHandler) {
		return new FailureDefaults(errorHandler, FailureSettings.NONE, new DeadLetterCauses());
	}

	/**
	 * What holds for a listener.
	 * @param own what it says itself
	 * @throws IllegalArgumentException naming the setting that makes no sense
	 */
	FailureHandling handlingOf(FailureSettings own) {
		FailureSettings all = this.settings.overlaidBy(own);
		RocketErrorHandler handler = (all.errorHandler() != null) ? all.errorHandler() : this.errorHandler;
		if (!all.notRetryable().isEmpty()) {
			handler = new ClassifyingErrorHandler(handler, all.notRetryable());
		}
		RetryPolicy retryPolicy = all.retryPolicy();
		return new FailureHandling(handler, retryPolicy, all.recoverer(), this.causes);
	}

}
