package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.internal.pop.Popping;

/**
 * Tells the broker what becomes of a popped message: it is acknowledged, comes again
 * after its delay, or goes to the dead-letter topic. Brokers do not count deliveries of
 * popped messages, so the attempts are limited here. What was pulled goes another way.
 * <p>
 * Threading: thread-safe.
 */
final class PopRedelivery implements Redelivery {

	private final Popping popping;

	private final int maxReconsumeTimes;

	private final Redelivery ofPulled;

	PopRedelivery(Popping popping, int maxReconsumeTimes, Redelivery ofPulled) {
		this.popping = popping;
		this.maxReconsumeTimes = maxReconsumeTimes;
		this.ofPulled = ofPulled;
	}

	@Override
	public void handled(ReceivedMessage message) {
		if (ReattemptedMessage.delivered(message) instanceof PoppedMessage popped) {
			this.popping.handled(popped);
		}
	}

	/** Whatever happens, a popped message is not for the buffer to hand out again. */
	@Override
	public CompletableFuture<Boolean> forward(QueueBuffer buffer, ReceivedMessage message, ConsumeOutcome outcome) {
		if (!(ReattemptedMessage.delivered(message) instanceof PoppedMessage popped)) {
			return this.ofPulled.forward(buffer, message, outcome);
		}
		CompletableFuture<Boolean> told = Redelivery.isLast(message, outcome, this.maxReconsumeTimes)
				? this.popping.deadLetter(popped)
				: this.popping.retryAfter(popped, DelayLevels.delayOf(outcome, message.reconsumeTimes()));
		return told.thenApply((done) -> true);
	}

}
