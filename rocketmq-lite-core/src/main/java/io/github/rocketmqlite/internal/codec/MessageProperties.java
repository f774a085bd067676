package io.github.rocketmqlite.internal.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.ReservedProperties;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a message's properties (protocol 8.2).
 * <p>
 * On the wire each property is {@code name 0x01 value 0x02}, unescaped: neither part can
 * hold these two characters, and an empty value does not survive.
 * <p>
 * Threading: stateless.
 */
public final class MessageProperties {

	/** The keys of a message, joined by one space. */
	public static final String KEYS = "KEYS";

	/** The one tag of a message. */
	public static final String TAGS = "TAGS";

	/** Whether the broker waits for flush and replication before it answers. */
	public static final String WAIT = "WAIT";

	/** The id the sending client gave the message. */
	public static final String UNIQ_KEY = "UNIQ_KEY";

	/** The delay level. */
	public static final String DELAY = "DELAY";

	/** The original topic of a message in a retry topic. */
	public static final String RETRY_TOPIC = "RETRY_TOPIC";

	/** How often a message sent to a retry topic was consumed; never stored. */
	public static final String RECONSUME_TIME = "RECONSUME_TIME";

	/** The limit for a message sent to a retry topic; never stored. */
	public static final String MAX_RECONSUME_TIMES = "MAX_RECONSUME_TIMES";

	/** The offset id of the place where a retried message was stored first. */
	public static final String ORIGIN_MESSAGE_ID = "ORIGIN_MESSAGE_ID";

	/** The real topic of a delayed or half message; remains on delivered messages. */
	public static final String REAL_TOPIC = "REAL_TOPIC";

	/** The real queue of a delayed or half message; remains on delivered messages. */
	public static final String REAL_QUEUE_ID = "REAL_QID";

	/** Marks a half message; remains on committed messages. */
	public static final String TRANSACTION = "TRAN_MSG";

	/** The producer group of a half message. */
	public static final String PRODUCER_GROUP = "PGROUP";

	/** Not before this many seconds does the broker ask about a half message. */
	public static final String CHECK_IMMUNITY_SECONDS = "CHECK_IMMUNITY_TIME_IN_SECONDS";

	/** The time of delivery, in milliseconds of the wall clock. */
	public static final String TIMER_DELIVER_MS = "TIMER_DELIVER_MS";

	/** The delay of delivery in milliseconds. */
	public static final String TIMER_DELAY_MS = "TIMER_DELAY_MS";

	/** How urgent a message is, from 0 up. */
	public static final String PRIORITY = "_SYS_MSG_PRIORITY_";

	/** The lite topic of a message. */
	public static final String LITE_TOPIC = "__LITE_TOPIC";

	/** What a message is ordered by. */
	public static final String ORDERING_KEY = "__SHARDINGKEY";

	/** Ties a reply to its request. */
	public static final String CORRELATION_ID = "CORRELATION_ID";

	/** The client that waits for a reply. */
	public static final String REPLY_TO_CLIENT = "REPLY_TO_CLIENT";

	/** How long it waits, in milliseconds. */
	public static final String TIME_TO_LIVE = "TTL";

	/** What a message is: {@code reply} for replies. */
	public static final String MESSAGE_TYPE = "MSG_TYPE";

	/** The most bytes that encoded properties may take. */
	public static final int MAX_BYTES = 32_767;

	/** The most properties that an application may give a message. */
	public static final int MAX_COUNT = 256;

	static final char NAME_END = 1;

	static final char VALUE_END = 2;

	private MessageProperties() {
	}

	/**
	 * Refuses more user properties than {@link #MAX_COUNT}, and each that the protocol
	 * cannot carry or that means something to RocketMQ.
	 * @throws InvalidMessageException naming the number or the property
	 */
	public static void validateUser(Map<String, String> properties) {
		if (properties.size() > MAX_COUNT) {
			throw new InvalidMessageException(
					"The message has " + properties.size() + " properties, more than the limit of " + MAX_COUNT);
		}
		if (!properties.isEmpty()) {
			properties.forEach(MessageProperties::validateUser);
		}
	}

	/**
	 * The keys of a message, which its property joins by spaces.
	 */
	public static List<String> keys(@Nullable String joined) {
		return (joined == null) ? List.of() : Arrays.stream(joined.split(" ")).filter((key) -> !key.isEmpty()).toList();
	}

	/**
	 * Refuses a user property that the protocol cannot carry or that means something to
	 * RocketMQ.
	 * @throws InvalidMessageException naming the property
	 */
	public static void validateUser(String name, String value) {
		if (ReservedProperties.isReserved(name)) {
			throw new InvalidMessageException("The property '" + name + "' is reserved by RocketMQ");
		}
		validate(name, value);
	}

	/**
	 * Refuses a property that the protocol cannot carry.
	 * @throws InvalidMessageException naming the property
	 */
	public static void validate(String name, String value) {
		if (name.isEmpty()) {
			throw new InvalidMessageException("The name of a property is empty");
		}
		if (value.isEmpty()) {
			throw new InvalidMessageException("The value of property '" + TextEscape.shorten(name, 255)
					+ "' is empty, and empty values do not survive the way");
		}
		checkSeparators("name", name, name);
		checkSeparators("value", name, value);
	}

	private static void checkSeparators(String part, String name, String text) {
		if (text.indexOf(NAME_END) >= 0 || text.indexOf(VALUE_END) >= 0) {
			throw new InvalidMessageException("The " + part + " of property '" + TextEscape.shorten(name, 255)
					+ "' holds one of the control characters 0x01 and 0x02, which separate properties");
		}
	}

	/**
	 * The text form of properties, in the map's order.
	 * @throws InvalidMessageException when a property cannot be carried or all together
	 * take more than {@link #MAX_BYTES}
	 */
	public static String encode(Map<String, String> properties) {
		StringBuilder text = new StringBuilder(properties.size() * 32);
		properties.forEach((name, value) -> {
			validate(name, value);
			text.append(name).append(NAME_END).append(value).append(VALUE_END);
		});
		int bytes = ByteBufUtil.utf8Bytes(text);
		if (bytes > MAX_BYTES) {
			throw new InvalidMessageException(
					"The properties take " + bytes + " bytes, more than the limit of " + MAX_BYTES);
		}
		return text.toString();
	}

	/**
	 * The number of bytes that the text form takes.
	 */
	public static int encodedBytes(Map<String, String> properties) {
		int bytes = 0;
		for (Map.Entry<String, String> property : properties.entrySet()) {
			bytes += ByteBufUtil.utf8Bytes(property.getKey()) + ByteBufUtil.utf8Bytes(property.getValue()) + 2;
		}
		return bytes;
	}

	/**
	 * Reads the text form. What is not a property is skipped, of two properties with the
	 * same name the last one counts, and the last separator may be missing.
	 */
	public static Map<String, String> decode(String text) {
		Map<String, String> properties = new LinkedHashMap<>();
		int start = 0;
		int nameEnd = text.indexOf(NAME_END);
		// each part of the text is looked at once, whatever it holds
		while (nameEnd >= 0) {
			int end = text.indexOf(VALUE_END, start);
			if (end < 0) {
				end = text.length();
			}
			if (nameEnd > start && nameEnd < end - 1) {
				properties.put(text.substring(start, nameEnd), text.substring(nameEnd + 1, end));
			}
			start = end + 1;
			if (nameEnd < start) {
				nameEnd = text.indexOf(NAME_END, start);
			}
		}
		return properties;
	}

}
