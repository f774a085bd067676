package io.github.rocketmqlite.spring.listener;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeOutcome.Kind;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.RetryPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the messages that a listener failed on, in this order: the error
 * handler decides, the retry policy says when a message comes again, and the recoverer
 * gets what would be given up.
 * <p>
 * Threading: immutable.
 *
 * @param errorHandler decides about failed messages
 * @param retryPolicy when a message comes again; {@code null} for that of the consumer's
 * options
 * @param recoverer gets messages that would be given up; {@code null} for none
 * @param causes remembers why messages were given up
 */
public record FailureHandling(RocketErrorHandler errorHandler, @Nullable RetryPolicy retryPolicy,
		@Nullable MessageRecoverer recoverer, DeadLetterCauses causes) {

	private static final Logger logger = LoggerFactory.getLogger(FailureHandling.class);

	/**
	 * An error handler, and nothing else.
	 */
	public static FailureHandling of(RocketErrorHandler errorHandler) {
		return new FailureHandling(errorHandler, null, null, new DeadLetterCauses());
	}

	/** The end of a delivery that threw. */
	ConsumeOutcome afterError(String listenerId, ReceivedMessage message, Exception error,
			PushConsumerOptions options) {
		return settle(listenerId, message, this.errorHandler.handle(listenerId, message, error), error, options);
	}

	/** The end of a delivery for which an outcome is known. */
	ConsumeOutcome settle(String listenerId, ReceivedMessage message, ConsumeOutcome decided, @Nullable Exception error,
			PushConsumerOptions options) {
		if (decided.kind() == Kind.SUCCESS || decided.kind() == Kind.SUSPEND) {
			return decided;
		}
		ConsumeOutcome outcome = decided.equals(ConsumeOutcome.RETRY) ? retry(message, error, options) : decided;
		if (outcome.kind() == Kind.DEAD_LETTER
				|| (outcome.kind() == Kind.RETRY && message.reconsumeTimes() >= options.maxReconsumeTimes())) {
			return giveUp(new FailedDelivery(listenerId, options.group(), message, error), outcome);
		}
		return outcome;
	}

	private ConsumeOutcome retry(ReceivedMessage message, @Nullable Exception error, PushConsumerOptions options) {
		RetryPolicy policy = (this.retryPolicy != null) ? this.retryPolicy : options.handling().retryPolicy();
		return policy.afterFailure(message, error);
	}

	private ConsumeOutcome giveUp(FailedDelivery failed, ConsumeOutcome outcome) {
		if (this.recoverer != null) {
			try {
				this.recoverer.recover(failed);
				logger.info("Message {} of topic '{}', which listener '{}' failed on, was recovered",
						failed.message().messageId(), failed.message().topic(), failed.listenerId());
				return ConsumeOutcome.SUCCESS;
			}
			catch (Exception ex) {
				if (ex instanceof InterruptedException) {
					Thread.currentThread().interrupt();
				}
				logger.error(
						"Message {} of topic '{}', which listener '{}' failed on, could not be recovered;"
								+ " it goes to the dead-letter topic",
						failed.message().messageId(), failed.message().topic(), failed.listenerId(), ex);
			}
		}
		else if (outcome.kind() == Kind.RETRY) {
			logger.error("Message {} of topic '{}' is given up, because listener '{}' failed on its last delivery, {}",
					failed.message().messageId(), failed.message().topic(), failed.listenerId(),
					failed.message().reconsumeTimes() + 1);
		}
		this.causes.add(failed);
		return outcome;
	}

}
