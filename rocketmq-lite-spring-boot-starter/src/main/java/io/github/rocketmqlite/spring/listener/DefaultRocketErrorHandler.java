package io.github.rocketmqlite.spring.listener;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the broker deliver the message again, except one that cannot be read: that goes to
 * the dead-letter topic at once, because no retry makes it readable.
 * <p>
 * Threading: thread-safe, stateless.
 */
public class DefaultRocketErrorHandler implements RocketErrorHandler {

	private static final Logger logger = LoggerFactory.getLogger(DefaultRocketErrorHandler.class);

	@Override
	public ConsumeOutcome handle(String listenerId, ReceivedMessage message, Exception error) {
		if (error instanceof UnreadableMessageException) {
			logger.error("Listener '{}' cannot read message {} of topic '{}'; it goes to the dead-letter topic: {}",
					listenerId, message.messageId(), message.topic(), error.getMessage(), error);
			return ConsumeOutcome.DEAD_LETTER;
		}
		logger.warn(
				"Listener '{}' failed on message {} of topic '{}', delivery {}; the broker delivers it again"
						+ " until its attempts are used up",
				listenerId, message.messageId(), message.topic(), message.reconsumeTimes() + 1, error);
		return ConsumeOutcome.RETRY;
	}

}
