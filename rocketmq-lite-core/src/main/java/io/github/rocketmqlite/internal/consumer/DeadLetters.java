package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.DeadLetterListener;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the application of messages that were given up.
 * <p>
 * Threading: thread-safe.
 */
final class DeadLetters implements Redelivery {

	private static final Logger logger = LoggerFactory.getLogger(DeadLetters.class);

	private final Redelivery redelivery;

	private final DeadLetterListener listener;

	private final PushConsumerOptions options;

	private final Executor callbacks;

	private DeadLetters(Redelivery redelivery, DeadLetterListener listener, PushConsumerOptions options,
			Executor callbacks) {
		this.redelivery = redelivery;
		this.listener = listener;
		this.options = options;
		this.callbacks = callbacks;
	}

	/** A redelivery that also tells, if anybody wants to know. */
	static Redelivery toldBy(Redelivery redelivery, PushConsumerOptions options, Executor callbacks) {
		DeadLetterListener listener = options.handling().deadLetterListener();
		return (listener != null) ? new DeadLetters(redelivery, listener, options, callbacks) : redelivery;
	}

	@Override
	public void handled(ReceivedMessage message) {
		this.redelivery.handled(message);
	}

	@Override
	public CompletableFuture<Boolean> forward(QueueBuffer buffer, ReceivedMessage message, ConsumeOutcome outcome) {
		return this.redelivery.forward(buffer, message, outcome).whenComplete((taken, failure) -> {
			if (failure == null && taken && isLast(message, outcome)) {
				tell(message);
			}
		});
	}

	/** What a broadcasting group is rid of was given up; brokers count attempts. */
	private boolean isLast(ReceivedMessage message, ConsumeOutcome outcome) {
		return this.options.assignment().isBroadcasting()
				|| Redelivery.isLast(message, outcome, this.options.maxReconsumeTimes());
	}

	private void tell(ReceivedMessage message) {
		try {
			this.callbacks.execute(() -> {
				try {
					this.listener.onDeadLetter(message);
				}
				catch (Throwable failure) {
					logger.warn("The dead-letter listener of group {} failed for message {} of topic {}",
							this.options.group(), message.messageId(), message.topic(), failure);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The client is closed, nobody hears of dead letter {}", message.messageId());
		}
	}

}
