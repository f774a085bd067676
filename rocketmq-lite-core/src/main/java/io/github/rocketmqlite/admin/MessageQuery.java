package io.github.rocketmqlite.admin;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Which messages to look for.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param kind what they are looked for by
 * @param key one of the messages' keys, the id their sender gave, or their tag
 * @param from stored at this time or later
 * @param to stored at this time or before, {@code null} for now
 * @param maxMessages how many messages of each broker are wanted at most
 * @param after where the page before ended, by the names of the brokers that have more;
 * empty for the first page
 */
public record MessageQuery(String topic, Kind kind, String key, Instant from, @Nullable Instant to, int maxMessages,
		Map<String, String> after) {

	/** The most messages that a broker gives (its default). */
	public static final int MAX_MESSAGES = 64;

	/**
	 * Checks the query.
	 * @throws IllegalArgumentException naming the value that makes no sense
	 */
	public MessageQuery {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(from, "from");
		after = Map.copyOf(after);
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
		return new MessageQuery(topic, Kind.KEY, key, Instant.EPOCH, null, MAX_MESSAGES, Map.of());
	}

	/**
	 * Looks for the message that its sender gave an id; copies from retries of the send
	 * have the same.
	 * @param messageId the id that {@link io.github.rocketmqlite.SendResult#messageId()}
	 * gave
	 */
	public static MessageQuery byMessageId(String topic, String messageId) {
		return new MessageQuery(topic, Kind.MESSAGE_ID, messageId, Instant.EPOCH, null, MAX_MESSAGES, Map.of());
	}

	/**
	 * Looks for the messages with a tag: at most 64 of any time. Brokers before 5.4 do
	 * not index tags and find nothing.
	 * @param tag the whole {@link io.github.rocketmqlite.Message#tag()}
	 */
	public static MessageQuery byTag(String topic, String tag) {
		return new MessageQuery(topic, Kind.TAG, tag, Instant.EPOCH, null, MAX_MESSAGES, Map.of());
	}

	/**
	 * The same query for a range of time, by the brokers' clocks.
	 */
	public MessageQuery between(Instant from, Instant to) {
		return new MessageQuery(this.topic, this.kind, this.key, from, to, this.maxMessages, this.after);
	}

	/**
	 * The same query for fewer messages.
	 * @param maxMessages 1 to 64
	 */
	public MessageQuery limitedTo(int maxMessages) {
		return new MessageQuery(this.topic, this.kind, this.key, this.from, this.to, maxMessages, this.after);
	}

	/**
	 * The same query for what comes behind a page.
	 * @param after where the page ended, as {@link MessageQueryResult#next()} knows it
	 */
	public MessageQuery after(Map<String, String> after) {
		return new MessageQuery(this.topic, this.kind, this.key, this.from, this.to, this.maxMessages, after);
	}

	/**
	 * What messages are looked for by.
	 */
	public enum Kind {

		/** One of their keys. */
		KEY,

		/** The id that their sender gave them. */
		MESSAGE_ID,

		/** Their tag. */
		TAG

	}

}
