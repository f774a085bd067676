package io.github.rocketmqlite.spring.listener;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.validation.method.MethodValidationException;

/**
 * Lets the broker deliver the message again, except one that cannot be read or that
 * violates constraints: that goes to the dead letters at once, because no retry makes it
 * readable or valid.
 * <p>
 * Threading: thread-safe, stateless.
 */
public class DefaultRocketErrorHandler implements RocketErrorHandler {

	private static final Logger logger = LoggerFactory.getLogger(DefaultRocketErrorHandler.class);

	/** Known by its name, because Jakarta Validation is optional. */
	private static final String VALIDATION_ERROR = "jakarta.validation.ValidationException";

	@Override
	public ConsumeOutcome handle(String listenerId, ReceivedMessage message, Exception error) {
		if (ClassifyingErrorHandler.causedBy(error, DefaultRocketErrorHandler::isHopeless)) {
			logger.error(
					"Listener '{}' cannot read message {} of topic '{}', or its values are not valid;"
							+ " it is given up: {}",
					listenerId, message.messageId(), message.topic(), error.getMessage(), error);
			return ConsumeOutcome.DEAD_LETTER;
		}
		logger.warn(
				"Listener '{}' failed on message {} of topic '{}', delivery {}; it is delivered again"
						+ " until its attempts are used up",
				listenerId, message.messageId(), message.topic(), message.reconsumeTimes() + 1, error);
		return ConsumeOutcome.RETRY;
	}

	private static boolean isHopeless(Throwable error) {
		if (error instanceof UnreadableMessageException || error instanceof MethodValidationException) {
			return true;
		}
		for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(VALIDATION_ERROR)) {
				return true;
			}
		}
		return false;
	}

}
