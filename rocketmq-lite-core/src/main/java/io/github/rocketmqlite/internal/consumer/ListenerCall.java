package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.MessageListener;
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

	ListenerCall(String group, MessageListener listener) {
		this.group = group;
		this.listener = listener;
	}

	ConsumeOutcome call(ReceivedMessage message) {
		try {
			ConsumeOutcome outcome = this.listener.onMessage(message);
			return (outcome != null) ? outcome : withoutOutcome(message);
		}
		catch (Throwable failure) {
			logger.warn("Listener of group {} failed for message {} of topic {} in {} at offset {}, attempt {}",
					this.group, message.messageId(), message.topic(), message.queue(), message.queueOffset(),
					message.reconsumeTimes() + 1, failure);
			return ConsumeOutcome.RETRY;
		}
		finally {
			clearInterrupt();
		}
	}

	private ConsumeOutcome withoutOutcome(ReceivedMessage message) {
		logger.warn(
				"Listener of group {} returned null, taken as RETRY, for message {} of topic {} in {} at offset {},"
						+ " attempt {}",
				this.group, message.messageId(), message.topic(), message.queue(), message.queueOffset(),
				message.reconsumeTimes() + 1);
		return ConsumeOutcome.RETRY;
	}

	// the flag belongs to the message that was handled, not to the next one on this
	// thread
	private void clearInterrupt() {
		if (Thread.interrupted() && this.interruptReported.compareAndSet(false, true)) {
			logger.warn("A listener of group {} left its thread interrupted; the flag is cleared after every message",
					this.group);
		}
	}

}
