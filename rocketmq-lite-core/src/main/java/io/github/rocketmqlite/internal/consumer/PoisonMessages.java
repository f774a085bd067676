package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.PoisonHandler;
import io.github.rocketmqlite.consumer.PoisonMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises messages that cannot be read and asks the application's handler what becomes
 * of them.
 * <p>
 * Threading: thread-safe.
 */
final class PoisonMessages {

	private static final Logger logger = LoggerFactory.getLogger(PoisonMessages.class);

	private final String group;

	private final PoisonHandler handler;

	PoisonMessages(String group, PoisonHandler handler) {
		this.group = group;
		this.handler = handler;
	}

	/** The messages that a listener may get; the same list if those are all. */
	List<ReceivedMessage> readable(List<ReceivedMessage> messages) {
		return Selection.of(messages, (message) -> !(message instanceof UndecodableMessage));
	}

	/** The outcomes of all messages, given those of the readable ones. */
	List<ConsumeOutcome> withPoison(List<ReceivedMessage> messages, List<ConsumeOutcome> ofReadable) {
		List<ConsumeOutcome> outcomes = new ArrayList<>(messages.size());
		int next = 0;
		for (ReceivedMessage message : messages) {
			outcomes.add((message instanceof UndecodableMessage undecodable) ? decide(undecodable, undecodable.reason())
					: ofReadable.get(next++));
		}
		return outcomes;
	}

	/**
	 * What becomes of a message at which a listener failed.
	 * @return {@code null} if the message is not to blame
	 */
	@Nullable ConsumeOutcome afterFailure(ReceivedMessage message, @Nullable Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof ProtocolException)) {
			cause = (cause.getCause() != cause) ? cause.getCause() : null;
		}
		if (cause == null) {
			return null;
		}
		try {
			message.body();
			return null;
		}
		catch (ProtocolException ex) {
			return decide(message, String.valueOf(ex.getMessage()));
		}
	}

	/** Tells of a message whose place in the queue is not known. */
	void tell(MessageQueue queue, String reason) {
		decide(new UndecodableMessage(queue, -1, -1, reason), reason);
	}

	/** Tells of a message that nobody will get. */
	void passOver(UndecodableMessage message) {
		decide(message, message.reason());
	}

	private ConsumeOutcome decide(ReceivedMessage message, String reason) {
		logger.error("Message of {} at offset {} cannot be read by group {}: {}", message.queue(),
				message.queueOffset(), this.group, reason);
		try {
			ConsumeOutcome outcome = this.handler.onPoison(new PoisonMessage(this.group, message.queue(),
					message.queueOffset(), message.commitLogOffset(), reason));
			return ConsumeOutcome.SUCCESS.equals(outcome) ? ConsumeOutcome.SUCCESS : ConsumeOutcome.DEAD_LETTER;
		}
		catch (Throwable failure) {
			logger.warn("The poison handler of group {} failed, taken as DEAD_LETTER, for {} at offset {}", this.group,
					message.queue(), message.queueOffset(), failure);
			return ConsumeOutcome.DEAD_LETTER;
		}
	}

}
