package io.github.rocketmqlite.internal.producer;

import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.Correlation;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.MessageProperties;
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
 * @param sysFlag how the body is compressed, if it is
 */
@SuppressWarnings("ArrayRecordComponent") // messages that leave are never compared
record OutgoingMessage(Message message, String id, String properties, long bornTimestamp, byte[] body, int sysFlag) {

	/** The protocol stores the length of the properties in 16 signed bits. */
	private static final int MAX_PROPERTIES_BYTES = Short.MAX_VALUE;

	private static final char NAME_END = 1;

	private static final char VALUE_END = 2;

	static OutgoingMessage of(Message message, String id, BodyCompressor compressor) {
		String properties = encode(message, id);
		// a char takes at most three bytes, so most messages need no second look
		if (properties.length() > MAX_PROPERTIES_BYTES / 3) {
			int bytes = properties.getBytes(StandardCharsets.UTF_8).length;
			if (bytes > MAX_PROPERTIES_BYTES) {
				throw new InvalidMessageException("The properties of the message to topic '" + message.topic()
						+ "' take " + bytes + " bytes, more than the " + MAX_PROPERTIES_BYTES + " a broker can store");
			}
		}
		byte[] body = compressor.compress(message.body());
		return new OutgoingMessage(message, id, properties, System.currentTimeMillis(), body,
				(body != message.body()) ? compressor.sysFlag() : 0);
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
		StringBuilder out = new StringBuilder(96);
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
		if (message.correlation() != null) {
			append(out, message.correlation());
		}
		message.properties().forEach((name, value) -> append(out, name, value));
		return out.toString();
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
