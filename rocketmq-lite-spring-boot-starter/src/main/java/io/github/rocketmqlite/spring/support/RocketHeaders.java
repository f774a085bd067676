package io.github.rocketmqlite.spring.support;

/**
 * Names of the headers that stand for parts of a RocketMQ message. All other headers are
 * user properties, under the same name.
 * <p>
 * Threading: stateless.
 */
public final class RocketHeaders {

	/**
	 * What all names here begin with. A header with this prefix never becomes a user
	 * property.
	 */
	public static final String PREFIX = "rocketmq_";

	/** The tag, a {@code String}. Read and written. */
	public static final String TAGS = PREFIX + "TAGS";

	/**
	 * The keys, a {@code String} separated by spaces; a collection is also understood.
	 * Read and written.
	 */
	public static final String KEYS = PREFIX + "KEYS";

	/** The opaque number of the application, an {@code Integer}. Read and written. */
	public static final String FLAG = PREFIX + "FLAG";

	/** The delay level of a message to send, an {@code Integer}. Written only. */
	public static final String DELAY = PREFIX + "DELAY";

	/** The topic the message was sent to, a {@code String}. */
	public static final String TOPIC = PREFIX + "TOPIC";

	/** The id that the sending client gave the message, a {@code String}. */
	public static final String MESSAGE_ID = PREFIX + "MESSAGE_ID";

	/** The name of the broker that delivered the message, a {@code String}. */
	public static final String BROKER_NAME = PREFIX + "BROKER_NAME";

	/** The number of the queue, an {@code Integer}. */
	public static final String QUEUE_ID = PREFIX + "QUEUE_ID";

	/** The position in the queue, a {@code Long}. */
	public static final String QUEUE_OFFSET = PREFIX + "QUEUE_OFFSET";

	/** How many times the group got the message before, an {@code Integer}. */
	public static final String RECONSUME_TIMES = PREFIX + "RECONSUME_TIMES";

	/**
	 * Which delivery to the group this is, an {@code Integer}: 1 for the first, so one
	 * more than {@link #RECONSUME_TIMES}.
	 */
	public static final String DELIVERY_ATTEMPT = PREFIX + "DELIVERY_ATTEMPT";

	/** When the message was sent, in milliseconds, a {@code Long}. */
	public static final String BORN_TIMESTAMP = PREFIX + "BORN_TIMESTAMP";

	/** The address of the sender, a {@code String}. */
	public static final String BORN_HOST = PREFIX + "BORN_HOST";

	/** When the broker stored the message, in milliseconds, a {@code Long}. */
	public static final String STORE_TIMESTAMP = PREFIX + "STORE_TIMESTAMP";

	/**
	 * The class of a payload that was written as JSON, a {@code String}. It is a user
	 * property under the name that other Spring projects use.
	 */
	public static final String TYPE_ID = "__TypeId__";

	/**
	 * Marks messages that are part of a transaction of the application. A user property
	 * on the wire, never shown to listeners.
	 */
	public static final String TRANSACTION_LOG = PREFIX + "TRANSACTION_LOG";

	/** What the names of dead-letter topics begin with, before the group's name. */
	public static final String DEAD_LETTER_TOPIC_PREFIX = "%DLQ%";

	/** Of a dead letter: the group that gave it up, a {@code String}. */
	public static final String DLT_GROUP = PREFIX + "DLT_GROUP";

	/** Of a dead letter: the topic it was sent to at first, a {@code String}. */
	public static final String DLT_ORIGINAL_TOPIC = PREFIX + "DLT_ORIGINAL_TOPIC";

	/** Of a dead letter: the id it had in that topic, a {@code String}. */
	public static final String DLT_ORIGINAL_MESSAGE_ID = PREFIX + "DLT_ORIGINAL_MESSAGE_ID";

	/** Of a dead letter: the class of the last error if known, a {@code String}. */
	public static final String DLT_EXCEPTION_FQCN = PREFIX + "DLT_EXCEPTION_FQCN";

	/** Of a dead letter: the text of the last error if known, a {@code String}. */
	public static final String DLT_EXCEPTION_MESSAGE = PREFIX + "DLT_EXCEPTION_MESSAGE";

	private RocketHeaders() {
	}

	/**
	 * Whether a topic holds the dead letters of a consumer group.
	 */
	public static boolean isDeadLetterTopic(String topic) {
		return topic.startsWith(DEAD_LETTER_TOPIC_PREFIX);
	}

}
