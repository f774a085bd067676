package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.consumer.MessageListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listener for one message and turns whatever happens into an outcome: nothing
 * a listener does reaches the consumer's bookkeeping.
 * <p>
 * Threading: thread-safe; runs on the listener's threads.
 */
final class ListenerCall {

	private static final Logger logger = LoggerFactory.getLogger(ListenerCall.class);

	private final String group;

	private final MessageListener listener;

	private final AtomicBoolean interruptReported = new AtomicBoolean();

	private final ConsumeInterceptors interceptors;

	ListenerCall(String group, MessageListener listener, ConsumeInterceptors interceptors) {
		this.group = group;
		this.listener = listener;
		this.interceptors = interceptors;
	}

	ConsumeOutcome call(ReceivedMessage message) {
		ConsumeCall call = this.interceptors.begin(List.of(message));
		if (call == null) {
			return listen(message).outcome();
		}
		long started = System.nanoTime();
		Ending ending = listen(message);
		this.interceptors.end(call, new ConsumeResult(List.of(ending.outcome()),
				Duration.ofNanos(System.nanoTime() - started), ending.error(), false));
		clearInterrupt();
		return ending.outcome();
	}

	private Ending listen(ReceivedMessage message) {
		try {
			ConsumeOutcome outcome = this.listener.onMessage(message);
			return (outcome != null) ? new Ending(outcome, null) : withoutOutcome(message);
		}
		catch (Throwable failure) {
			logger.warn("Listener of group {} failed for message {} of topic {} in {} at offset {}, attempt {}",
					this.group, message.messageId(), message.topic(), message.queue(), message.queueOffset(),
					message.reconsumeTimes() + 1, failure);
			return new Ending(ConsumeOutcome.RETRY, failure);
		}
		finally {
			clearInterrupt();
		}
	}

	private Ending withoutOutcome(ReceivedMessage message) {
		logger.warn(
				"Listener of group {} returned null, taken as RETRY, for message {} of topic {} in {} at offset {},"
						+ " attempt {}",
				this.group, message.messageId(), message.topic(), message.queue(), message.queueOffset(),
				message.reconsumeTimes() + 1);
		return new Ending(ConsumeOutcome.RETRY, new NullPointerException("The listener returned null"));
	}

	// the flag belongs to the message that was handled, not to the next one on this
	// thread
	private void clearInterrupt() {
		if (Thread.interrupted() && this.interruptReported.compareAndSet(false, true)) {
			logger.warn("A listener of group {} left its thread interrupted; the flag is cleared after every message",
					this.group);
		}
	}

	private record Ending(ConsumeOutcome outcome, @Nullable Throwable error) {
	}

}
