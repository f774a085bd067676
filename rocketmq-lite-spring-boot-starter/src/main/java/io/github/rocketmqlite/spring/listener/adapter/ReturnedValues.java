package io.github.rocketmqlite.spring.listener.adapter;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the value that a listener method returned, at once or later: an outcome
 * decides about the message; anything else answers a request, or goes to the topic of
 * {@code @SendTo}, and the message is done when a broker has that.
 * <p>
 * Threading: thread-safe.
 */
final class ReturnedValues {

	private static final Logger logger = LoggerFactory.getLogger(ReturnedValues.class);

	private static final CompletableFuture<ConsumeOutcome> DONE = CompletableFuture
		.completedFuture(ConsumeOutcome.SUCCESS);

	private final ReplySender sender;

	private final @Nullable String destination;

	private final String method;

	/**
	 * Makes the rules of a method.
	 * @param destination where values go that answer no request; {@code null} for nowhere
	 * @param method the method, for people
	 */
	ReturnedValues(ReplySender sender, @Nullable String destination, String method) {
		this.sender = sender;
		this.destination = destination;
		this.method = method;
	}

	CompletableFuture<ConsumeOutcome> handle(ReceivedMessage message, @Nullable Object value) {
		if (value instanceof ConsumeOutcome outcome) {
			return CompletableFuture.completedFuture(outcome);
		}
		if (value == null) {
			return DONE;
		}
		if (message.isRequest()) {
			return this.sender.reply(message, value).thenApply((sent) -> ConsumeOutcome.SUCCESS);
		}
		if (this.destination != null) {
			return this.sender.send(this.destination, value).thenApply((sent) -> ConsumeOutcome.SUCCESS);
		}
		logger.debug("What {} returned for message {} goes nowhere: that was no request, and there is no @SendTo",
				this.method, message.messageId());
		return DONE;
	}

}
