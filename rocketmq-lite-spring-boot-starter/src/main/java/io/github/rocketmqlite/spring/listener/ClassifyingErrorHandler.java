package io.github.rocketmqlite.spring.listener;

import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to the dead letters at once after errors that no retry would heal, and
 * leaves all others to another error handler.
 * <p>
 * Threading: thread-safe, as far as the other handler is.
 */
public final class ClassifyingErrorHandler implements RocketErrorHandler {

	private static final Logger logger = LoggerFactory.getLogger(ClassifyingErrorHandler.class);

	/** Causes may go round in circles. */
	private static final int DEEPEST_CAUSE = 32;

	private final RocketErrorHandler others;

	private final Set<Class<? extends Throwable>> notRetryable;

	/**
	 * Makes a handler.
	 * @param others decides about all other errors
	 * @param notRetryable the errors, which may also be causes of what was thrown
	 */
	public ClassifyingErrorHandler(RocketErrorHandler others, Collection<Class<? extends Throwable>> notRetryable) {
		this.others = others;
		this.notRetryable = Set.copyOf(notRetryable);
	}

	@Override
	public ConsumeOutcome handle(String listenerId, ReceivedMessage message, Exception error) {
		if (causedBy(error, (cause) -> this.notRetryable.stream().anyMatch((type) -> type.isInstance(cause)))) {
			logger.error(
					"Listener '{}' failed on message {} of topic '{}' in a way that no retry heals; it is given up",
					listenerId, message.messageId(), message.topic(), error);
			return ConsumeOutcome.DEAD_LETTER;
		}
		return this.others.handle(listenerId, message, error);
	}

	/** Whether an error or one of its causes is like that. */
	static boolean causedBy(Throwable error, Predicate<Throwable> condition) {
		@Nullable Throwable cause = error;
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			if (condition.test(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
