package io.github.rocketmqlite.internal.producer;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.Names;

/**
 * Refuses, before anything is sent, what a broker would refuse or silently corrupt.
 * <p>
 * Threading: immutable.
 */
final class MessageValidator {

	private final int maxMessageBytes;

	MessageValidator(int maxMessageBytes) {
		this.maxMessageBytes = maxMessageBytes;
	}

	void validate(Message message) {
		Names.checkSendTopic(message.topic());
		int size = message.body().length;
		if (size == 0) {
			throw new InvalidMessageException("The message to topic '" + message.topic() + "' has no body");
		}
		if (size > this.maxMessageBytes) {
			throw new InvalidMessageException("The body of the message to topic '" + message.topic() + "' has " + size
					+ " bytes, more than the " + this.maxMessageBytes + " that the producer may send");
		}
		if (message.tag() != null) {
			requireLabel("tag", message.tag(), "||");
		}
		if (!message.keys().isEmpty()) {
			message.keys().forEach((key) -> requireLabel("key", key, " "));
		}
		if (message.orderingKey() != null) {
			MessageProperties.validate(MessageProperties.ORDERING_KEY, message.orderingKey());
		}
		if (message.properties().containsKey(MessageProperties.ORDERING_KEY)) {
			throw new InvalidMessageException("The property '" + MessageProperties.ORDERING_KEY
					+ "' is the ordering key, which a message's builder sets");
		}
		if (message.correlation() != null) {
			MessageProperties.validate(MessageProperties.CORRELATION_ID, message.correlation().id());
			MessageProperties.validate(MessageProperties.REPLY_TO_CLIENT, message.correlation().client());
		}
		MessageProperties.validateUser(message.properties());
		if (message.liteTopic() != null) {
			Names.checkLiteTopic(message.liteTopic());
		}
	}

	/**
	 * A label must survive the wire: not blank, without the separator that joins several
	 * of its kind and without control characters.
	 */
	private static void requireLabel(String what, String value, String separator) {
		if (value.isBlank() || value.contains(separator) || value.chars().anyMatch((c) -> c < ' ')) {
			throw new InvalidMessageException("Not a " + what + ": '" + value.replaceAll("\\p{Cntrl}", "?")
					+ "'. It must not be blank nor hold '" + separator + "' or control characters");
		}
	}

}
