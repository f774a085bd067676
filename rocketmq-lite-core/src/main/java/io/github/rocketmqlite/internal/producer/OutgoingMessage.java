package io.github.rocketmqlite.internal.producer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.Correlation;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.BatchBody;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.SysFlag;
import org.jspecify.annotations.Nullable;

/**
 * A message as it goes onto the wire, the same on every attempt: its id, its encoded
 * properties and when it was born. The caller's message stays as it is.
 *
 * @param message what the caller sends
 * @param id the unique id that all attempts carry
 * @param properties the encoded properties, the user's and the client's own
 * @param bornTimestamp the client's clock in milliseconds
 * @param body the body as it leaves, compressed or not
 * @param sysFlag how the body is compressed, if it is, and whether this is a half message
 * @param batch whether the body is several messages
 */
@SuppressWarnings("ArrayRecordComponent") // messages that leave are never compared
record OutgoingMessage(Message message, String id, String properties, long bornTimestamp, byte[] body, int sysFlag,
		boolean batch) {

	/** The protocol stores the length of the properties in 16 signed bits. */
	private static final int MAX_PROPERTIES_BYTES = Short.MAX_VALUE;

	private static final char NAME_END = 1;

	private static final char VALUE_END = 2;

	private static final String WAITS = MessageProperties.WAIT + NAME_END + "true" + VALUE_END;

	static OutgoingMessage of(Message message, String id, BodyCompressor compressor) {
		byte[] body = compressor.compress(message.body());
		return of(message, id, encode(message, id), body, (body != message.body()) ? compressor.sysFlag() : 0, false);
	}

	/**
	 * A message as one of a batch, in which bodies are not compressed.
	 */
	static OutgoingMessage batchItem(Message message, String id) {
		return of(message, id, encode(message, id), message.body(), 0, false);
	}

	/**
	 * Several messages of one topic as one: the broker takes them apart again. Each has
	 * its own id, the whole has one, too. Its queue is that of the first message.
	 * @param encoded what the messages are {@linkplain #inBatch() inside the batch}
	 */
	static OutgoingMessage batch(List<OutgoingMessage> items, List<BatchBody.Item> encoded, String id) {
		byte[] body = BatchBody.encode(encoded);
		String properties = MessageProperties.UNIQ_KEY + NAME_END + id + VALUE_END + WAITS;
		Message whole = items.get(0).message.toBuilder().body(body).build();
		return of(whole, id, properties, body, 0, true);
	}

	/**
	 * This message as a half message, which nobody sees before the transaction commits.
	 * @param group the producer group that the broker may ask about it
	 * @param immunity not before this time does it ask; {@code null} for when it likes
	 */
	OutgoingMessage half(String group, @Nullable Duration immunity) {
		StringBuilder half = new StringBuilder(this.properties);
		append(half, MessageProperties.TRANSACTION, "true");
		append(half, MessageProperties.PRODUCER_GROUP, group);
		if (immunity != null && !this.message.properties().containsKey(MessageProperties.CHECK_IMMUNITY_SECONDS)) {
			append(half, MessageProperties.CHECK_IMMUNITY_SECONDS, Long.toString(immunity.toSeconds()));
		}
		return of(this.message, this.id, half.toString(), this.body, this.sysFlag | SysFlag.TRANSACTION_PREPARED,
				false);
	}

	/**
	 * What this message is inside a batch.
	 */
	BatchBody.Item inBatch() {
		return new BatchBody.Item(this.message.flag(), this.message.body(),
				this.properties.getBytes(StandardCharsets.UTF_8));
	}

	private static OutgoingMessage of(Message message, String id, String properties, byte[] body, int sysFlag,
			boolean batch) {
		// a char takes at most three bytes, so most messages need no second look
		if (properties.length() > MAX_PROPERTIES_BYTES / 3) {
			int bytes = properties.getBytes(StandardCharsets.UTF_8).length;
			if (bytes > MAX_PROPERTIES_BYTES) {
				throw new InvalidMessageException("The properties of the message to topic '" + message.topic()
						+ "' take " + bytes + " bytes, more than the " + MAX_PROPERTIES_BYTES + " a broker can store");
			}
		}
		return new OutgoingMessage(message, id, properties, System.currentTimeMillis(), body, sysFlag, batch);
	}

	/**
	 * The queue that the request came from, when this is the reply to it.
	 */
	static @Nullable MessageQueue replyVia(Message message) {
		return (message.correlation() != null) ? message.correlation().requestQueue() : null;
	}

	/**
	 * The topic whose route leads to the broker: a reply goes back along that of its
	 * request.
	 */
	String routeTopic() {
		MessageQueue via = replyVia(this.message);
		return (via != null) ? via.topic() : this.message.topic();
	}

	/**
	 * What the send counts for in the {@link SendBudget}.
	 */
	int bodyBytes() {
		return this.message.body().length;
	}

	private static String encode(Message message, String id) {
		if (isPlain(message)) {
			return MessageProperties.UNIQ_KEY + NAME_END + id + VALUE_END + WAITS;
		}
		StringBuilder out = new StringBuilder(160);
		if (!message.keys().isEmpty()) {
			append(out, MessageProperties.KEYS, String.join(" ", message.keys()));
		}
		if (message.tag() != null) {
			append(out, MessageProperties.TAGS, message.tag());
		}
		append(out, MessageProperties.UNIQ_KEY, id);
		append(out, MessageProperties.WAIT, "true");
		if (message.delayLevel() > 0) {
			append(out, MessageProperties.DELAY, Integer.toString(message.delayLevel()));
		}
		if (message.orderingKey() != null) {
			append(out, MessageProperties.ORDERING_KEY, message.orderingKey());
		}
		if (message.delay() != null) {
			append(out, MessageProperties.TIMER_DELAY_MS, Long.toString(message.delay().toMillis()));
		}
		if (message.deliverAt() != null) {
			append(out, MessageProperties.TIMER_DELIVER_MS, Long.toString(message.deliverAt().toEpochMilli()));
		}
		if (message.priority() != null) {
			append(out, MessageProperties.PRIORITY, message.priority().toString());
		}
		if (message.liteTopic() != null) {
			append(out, MessageProperties.LITE_TOPIC, message.liteTopic());
		}
		if (message.correlation() != null) {
			append(out, message.correlation());
		}
		message.properties().forEach((name, value) -> append(out, name, value));
		return out.toString();
	}

	/** Whether there is nothing to say of a message but its id. */
	private static boolean isPlain(Message message) {
		return message.keys().isEmpty() && message.tag() == null && message.properties().isEmpty()
				&& message.delayLevel() == 0 && message.orderingKey() == null && message.delay() == null
				&& message.deliverAt() == null && message.priority() == null && message.liteTopic() == null
				&& message.correlation() == null;
	}

	private static void append(StringBuilder out, Correlation correlation) {
		append(out, MessageProperties.CORRELATION_ID, correlation.id());
		append(out, MessageProperties.REPLY_TO_CLIENT, correlation.client());
		append(out, MessageProperties.TIME_TO_LIVE, Long.toString(correlation.timeToLive().toMillis()));
		if (correlation.isReply()) {
			append(out, MessageProperties.MESSAGE_TYPE, "reply");
		}
	}

	private static void append(StringBuilder out, String name, String value) {
		out.append(name).append(NAME_END).append(value).append(VALUE_END);
	}

}
