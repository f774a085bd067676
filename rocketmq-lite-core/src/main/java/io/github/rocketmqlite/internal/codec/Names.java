package io.github.rocketmqlite.internal.codec;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import io.github.rocketmqlite.InvalidMessageException;

/**
 * The rules for names of topics and groups, and the names derived from them (protocol 8.9
 * and 8.10).
 * <p>
 * Threading: stateless.
 */
public final class Names {

	/** The longest name of a topic. */
	public static final int MAX_TOPIC_LENGTH = 127;

	/** The longest name of a lite topic. */
	public static final int MAX_LITE_TOPIC_LENGTH = 64;

	/** The longest name of a group. */
	public static final int MAX_GROUP_LENGTH = 120;

	/** The topic whose settings brokers copy when they create a topic on a send. */
	public static final String TEMPLATE_TOPIC = "TBW102";

	private static final String RETRY_PREFIX = "%RETRY%";

	private static final String DEAD_LETTER_PREFIX = "%DLQ%";

	private static final Set<String> SEND_FORBIDDEN = Set.of("SCHEDULE_TOPIC_XXXX", "RMQ_SYS_TRANS_HALF_TOPIC",
			"RMQ_SYS_TRANS_OP_HALF_TOPIC", "RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC", "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC",
			"TRANS_CHECK_MAX_TIME_TOPIC", "SELF_TEST_TOPIC", "OFFSET_MOVED_EVENT");

	private Names() {
	}

	/**
	 * Refuses what no broker accepts as a topic.
	 * @throws InvalidMessageException naming the topic and the bad character or length
	 */
	public static void checkTopic(String topic) {
		check("topic", topic, MAX_TOPIC_LENGTH, InvalidMessageException::new);
	}

	/**
	 * Refuses what no broker lets a client send to: bad names and internal topics.
	 * @throws InvalidMessageException naming the topic
	 */
	public static void checkSendTopic(String topic) {
		checkTopic(topic);
		if (SEND_FORBIDDEN.contains(topic)) {
			throw new InvalidMessageException(
					"The topic '" + topic + "' is internal to brokers: nobody may send to it");
		}
	}

	/**
	 * Refuses what no broker accepts as a lite topic.
	 * @throws InvalidMessageException naming the lite topic and the bad character or
	 * length
	 */
	public static void checkLiteTopic(String liteTopic) {
		check("lite topic", liteTopic, MAX_LITE_TOPIC_LENGTH, InvalidMessageException::new);
	}

	/**
	 * Refuses what no broker accepts as a group.
	 * @throws IllegalArgumentException naming the group and the bad character or length
	 */
	public static void checkGroup(String group) {
		check("group", group, MAX_GROUP_LENGTH, IllegalArgumentException::new);
	}

	/**
	 * Whether a topic holds dead letters.
	 */
	public static boolean isDeadLetterTopic(String topic) {
		return topic.startsWith(DEAD_LETTER_PREFIX);
	}

	/**
	 * The topic through which a group's failed messages come again.
	 */
	public static String retryTopic(String group) {
		return RETRY_PREFIX + group;
	}

	/**
	 * The topic through which popped messages of a topic come again. Brokers make it of
	 * the names they know, those in the namespace.
	 */
	public static String popRetryTopic(String group, String topic) {
		return RETRY_PREFIX + group + "_" + topic;
	}

	/**
	 * The name that brokers from 5.2 on may give that topic instead.
	 */
	public static String popRetryTopicV2(String group, String topic) {
		return RETRY_PREFIX + group + "+" + topic;
	}

	/**
	 * The topic in which a group's failed messages end.
	 */
	public static String deadLetterTopic(String group) {
		return DEAD_LETTER_PREFIX + group;
	}

	public static boolean isRetryTopic(String topic) {
		return topic.startsWith(RETRY_PREFIX);
	}

	/**
	 * The length of what stands in front of a group's name in its retry and dead-letter
	 * topics, 0 for other names.
	 */
	static int prefixLength(String name) {
		if (name.startsWith(RETRY_PREFIX)) {
			return RETRY_PREFIX.length();
		}
		return name.startsWith(DEAD_LETTER_PREFIX) ? DEAD_LETTER_PREFIX.length() : 0;
	}

	private static void check(String kind, String name, int maxLength,
			Function<String, ? extends RuntimeException> failure) {
		if (name.isEmpty()) {
			throw failure.apply("The " + kind + " is empty");
		}
		if (name.length() > maxLength) {
			throw failure.apply("The " + kind + " '" + TextEscape.shorten(name, maxLength) + "' has " + name.length()
					+ " characters, more than the limit of " + maxLength);
		}
		for (int i = 0; i < name.length(); i++) {
			if (!isLegal(name.charAt(i))) {
				throw failure.apply("The " + kind + " '" + TextEscape.shorten(name, maxLength)
						+ "' holds the character '" + TextEscape.shorten(name.substring(i, i + 1), 6) + "' (U+"
						+ String.format(Locale.ROOT, "%04X", (int) name.charAt(i)) + ") at index " + i
						+ ": only letters, digits and _-%| are allowed");
			}
		}
	}

	private static boolean isLegal(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'
				|| c == '%' || c == '|';
	}

}
