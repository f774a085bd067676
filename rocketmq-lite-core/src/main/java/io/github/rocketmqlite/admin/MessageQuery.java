package io.github.rocketmqlite.admin;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Which messages to look for.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param key one of the messages' keys, or the id their sender gave
 * @param isMessageId whether the key is an id
 * @param from stored at this time or later
 * @param to stored at this time or before, {@code null} for now
 * @param maxMessages how many messages are wanted at most
 */
public record MessageQuery(String topic, String key, boolean isMessageId, Instant from, @Nullable Instant to,
		int maxMessages) {

	/** The most messages that a broker gives (its default). */
	public static final int MAX_MESSAGES = 64;

	/**
	 * Checks the query.
	 * @throws IllegalArgumentException naming the value that makes no sense
	 */
	public MessageQuery {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(from, "from");
		if (key.isBlank() || key.indexOf(' ') >= 0) {
			throw new IllegalArgumentException("Not a key: '" + key + "'. Keys are not blank and hold no space");
		}
		if (to != null && to.isBefore(from)) {
			throw new IllegalArgumentException("The query ends at " + to + ", before it begins at " + from);
		}
		if (maxMessages < 1 || maxMessages > MAX_MESSAGES) {
			throw new IllegalArgumentException(
					"maxMessages must be from 1 to " + MAX_MESSAGES + ", but is " + maxMessages);
		}
	}

	/**
	 * Looks for the messages with a key: at most 64 of any time.
	 * @param key one of {@link io.github.rocketmqlite.Message#keys()}
	 */
	public static MessageQuery byKey(String topic, String key) {
		return new MessageQuery(topic, key, false, Instant.EPOCH, null, MAX_MESSAGES);
	}

	/**
	 * Looks for the message that its sender gave an id; copies from retries of the send
	 * have the same.
	 * @param messageId the id that {@link io.github.rocketmqlite.SendResult#messageId()}
	 * gave
	 */
	public static MessageQuery byMessageId(String topic, String messageId) {
		return new MessageQuery(topic, messageId, true, Instant.EPOCH, null, MAX_MESSAGES);
	}

	/**
	 * The same query for a range of time, by the brokers' clocks.
	 */
	public MessageQuery between(Instant from, Instant to) {
		return new MessageQuery(this.topic, this.key, this.isMessageId, from, to, this.maxMessages);
	}

	/**
	 * The same query for fewer messages.
	 * @param maxMessages 1 to 64
	 */
	public MessageQuery limitedTo(int maxMessages) {
		return new MessageQuery(this.topic, this.key, this.isMessageId, this.from, this.to, maxMessages);
	}

}
