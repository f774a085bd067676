package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.Correlation;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.BatchBody;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.SysFlag;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A message as it goes onto the wire, the same on every attempt: its id, its properties
 * and when it was born. The caller's message stays as it is. Nothing is encoded before it
 * is written, save for properties that a plain message does not have.
 * <p>
 * Threading: immutable.
 */
final class OutgoingMessage implements SendMessageRequest.Content {

	/** The protocol stores the length of the properties in 16 signed bits. */
	private static final int MAX_PROPERTIES_BYTES = Short.MAX_VALUE;

	private static final char NAME_END = 1;

	private static final char VALUE_END = 2;

	private final Message message;

	private final String id;

	/** All but the id and that the broker waits. */
	private final String furtherProperties;

	private final long bornTimestamp = System.currentTimeMillis();

	/** None if this is a batch. */
	private final byte[] body;

	private final int sysFlag;

	private final List<OutgoingMessage> items;

	private OutgoingMessage(Message message, String id, String furtherProperties, byte[] body, int sysFlag,
			List<OutgoingMessage> items) {
		this.message = message;
		this.id = id;
		this.furtherProperties = furtherProperties;
		this.body = body;
		this.sysFlag = sysFlag;
		this.items = items;
		if (propertiesBytes() > MAX_PROPERTIES_BYTES) {
			throw new InvalidMessageException("The properties of the message to topic '" + message.topic() + "' take "
					+ propertiesBytes() + " bytes, more than the " + MAX_PROPERTIES_BYTES + " a broker can store");
		}
	}

	static OutgoingMessage of(Message message, String id, BodyCompressor compressor) {
		byte[] body = compressor.compress(message.body());
		int sysFlag = (body != message.body()) ? compressor.sysFlag() : 0;
		return new OutgoingMessage(message, id, furtherProperties(message), body, sysFlag, List.of());
	}

	/**
	 * A message as one of a batch, in which bodies are not compressed.
	 */
	static OutgoingMessage batchItem(Message message, String id) {
		return new OutgoingMessage(message, id, furtherProperties(message), message.body(), 0, List.of());
	}

	/**
	 * Several messages of one topic as one: the broker takes them apart again. Each has
	 * its own id, the whole has one, too. Its queue is that of the first message.
	 */
	static OutgoingMessage batch(List<OutgoingMessage> items, String id) {
		return new OutgoingMessage(items.get(0).message, id, "", Request.NO_BODY, 0, items);
	}

	/**
	 * This message as a half message, which nobody sees before the transaction commits.
	 * @param group the producer group that the broker may ask about it
	 * @param immunity not before this time does it ask; {@code null} for when it likes
	 */
	OutgoingMessage half(String group, @Nullable Duration immunity) {
		StringBuilder half = new StringBuilder(this.furtherProperties);
		append(half, MessageProperties.TRANSACTION, "true");
		append(half, MessageProperties.PRODUCER_GROUP, group);
		if (immunity != null && !this.message.properties().containsKey(MessageProperties.CHECK_IMMUNITY_SECONDS)) {
			append(half, MessageProperties.CHECK_IMMUNITY_SECONDS, Long.toString(immunity.toSeconds()));
		}
		return new OutgoingMessage(this.message, this.id, half.toString(), this.body,
				this.sysFlag | SysFlag.TRANSACTION_PREPARED, List.of());
	}

	/** What the caller sends; of a batch the first message. */
	Message message() {
		return this.message;
	}

	/** The unique id that all attempts carry. */
	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String furtherProperties() {
		return this.furtherProperties;
	}

	@Override
	public int sysFlag() {
		return this.sysFlag;
	}

	@Override
	public long bornTimestamp() {
		return this.bornTimestamp;
	}

	@Override
	public int flag() {
		return this.message.flag();
	}

	@Override
	public boolean isBatch() {
		return !this.items.isEmpty();
	}

	/** As it leaves, compressed or not. */
	@Override
	public byte[] body() {
		return this.body;
	}

	@Override
	public List<OutgoingMessage> items() {
		return this.items;
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
		return isBatch() ? BatchBody.encodedBytes(this.items) : this.message.body().length;
	}

	private static String furtherProperties(Message message) {
		if (isPlain(message)) {
			return "";
		}
		StringBuilder out = new StringBuilder(160);
		if (!message.keys().isEmpty()) {
			append(out, MessageProperties.KEYS, String.join(" ", message.keys()));
		}
		if (message.tag() != null) {
			append(out, MessageProperties.TAGS, message.tag());
		}
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
