package io.github.rocketmqlite.internal.codec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message as places in the bytes of a pull answer: properties, hosts and body are
 * decoded when they are asked for, and the answer's bytes live as long as one of its
 * messages.
 * <p>
 * Messages are equal only to themselves.
 * <p>
 * Threading: thread-safe; what is decoded once is shared.
 */
public final class StoredMessage implements ReceivedMessage {

	private static final Logger logger = LoggerFactory.getLogger(StoredMessage.class);

	/** The bytes of the stored message, from {@link #start} on. */
	private final byte[] bytes;

	private final int start;

	private final MessageQueue queue;

	private final Namespace namespace;

	private final DecodeLimits limits;

	/** The content of an item; all else finds its own in its bytes, as often as asked. */
	private final @Nullable StoredContent item;

	private final long queueOffset;

	private volatile byte @Nullable [] body;

	private volatile @Nullable Map<String, String> properties;

	/**
	 * A message of its own.
	 */
	StoredMessage(byte[] bytes, int start, MessageQueue queue, Namespace namespace, DecodeLimits limits) {
		this.bytes = bytes;
		this.start = start;
		this.queue = queue;
		this.namespace = namespace;
		this.limits = limits;
		this.item = null;
		this.queueOffset = BigEndian.getLong(bytes, start + StoredLayout.QUEUE_OFFSET_AT);
	}

	private StoredMessage(StoredMessage container, StoredContent item, long queueOffset) {
		this.bytes = container.bytes;
		this.start = container.start;
		this.queue = container.queue;
		this.namespace = container.namespace;
		this.limits = container.limits;
		this.item = item;
		this.queueOffset = queueOffset;
	}

	/**
	 * A message inside this container, which takes over everything but the content.
	 */
	StoredMessage item(StoredContent content, int index) {
		return new StoredMessage(this, content, this.queueOffset + index);
	}

	/**
	 * Whether this is a container of several messages, which never reaches a listener.
	 */
	boolean isContainer() {
		return (sysFlag() & (SysFlag.NEEDS_UNWRAP | SysFlag.INNER_BATCH)) != 0;
	}

	/**
	 * The topic in whose queue the message is stored: for a retried message the group's
	 * retry topic.
	 */
	public String storedTopic() {
		return this.queue.topic();
	}

	@Override
	public String topic() {
		if (!Names.isRetryTopic(storedTopic())) {
			return storedTopic();
		}
		String original = property(MessageProperties.RETRY_TOPIC);
		return (original != null) ? this.namespace.unwrap(original) : storedTopic();
	}

	@Override
	public @Nullable String tag() {
		return property(MessageProperties.TAGS);
	}

	@Override
	public List<String> keys() {
		return MessageProperties.keys(property(MessageProperties.KEYS));
	}

	@Override
	public Map<String, String> properties() {
		Map<String, String> known = this.properties;
		if (known == null) {
			known = Collections.unmodifiableMap(MessageProperties.decode(content().propertiesText()));
			this.properties = known;
			if (known.size() > MessageProperties.MAX_COUNT) {
				logger.debug("{} has {} properties, more than the {} that an application may send; all are kept", this,
						known.size(), MessageProperties.MAX_COUNT);
			}
		}
		return known;
	}

	@Override
	public @Nullable String property(String name) {
		Map<String, String> known = this.properties;
		if (known == null && isAscii(name)) {
			return content().property(name);
		}
		return properties().get(name);
	}

	private static boolean isAscii(String name) {
		for (int i = 0; i < name.length(); i++) {
			// the two separators never are part of a name
			if (name.charAt(i) <= 2 || name.charAt(i) >= 0x80) {
				return false;
			}
		}
		return !name.isEmpty();
	}

	@Override
	public byte[] body() {
		byte[] known = this.body;
		if (known == null) {
			known = content().body(this.limits.maxBodyBytes());
			this.body = known;
		}
		return known;
	}

	@Override
	public String messageId() {
		return Objects.requireNonNullElseGet(property(MessageProperties.UNIQ_KEY), this::offsetMessageId);
	}

	@Override
	public String offsetMessageId() {
		return OffsetMessageId.of(this.bytes, storeHostAt(), StoredLayout.storeHostLength(sysFlag()),
				commitLogOffset());
	}

	@Override
	public MessageQueue queue() {
		return this.queue;
	}

	@Override
	public long queueOffset() {
		return this.queueOffset;
	}

	@Override
	public long commitLogOffset() {
		return longAt(StoredLayout.COMMIT_LOG_OFFSET_AT);
	}

	@Override
	public int reconsumeTimes() {
		return BigEndian.getInt(this.bytes, storeHostAt() + StoredLayout.storeHostLength(sysFlag()));
	}

	@Override
	public Instant bornTime() {
		return Instant.ofEpochMilli(longAt(StoredLayout.BORN_TIMESTAMP_AT));
	}

	@Override
	public Instant storeTime() {
		return Instant.ofEpochMilli(BigEndian.getLong(this.bytes, storeHostAt() - Long.BYTES));
	}

	@Override
	public InetSocketAddress bornHost() {
		return host(this.start + StoredLayout.BORN_HOST_AT, StoredLayout.bornHostLength(sysFlag()));
	}

	@Override
	public InetSocketAddress storeHost() {
		return host(storeHostAt(), StoredLayout.storeHostLength(sysFlag()));
	}

	/**
	 * The message's system flag, see {@link SysFlag}.
	 */
	public int sysFlag() {
		return BigEndian.getInt(this.bytes, this.start + StoredLayout.SYS_FLAG_AT);
	}

	@Override
	public int flag() {
		return content().flag();
	}

	@Override
	public int storeSize() {
		return (this.item != null) ? this.item.size() : BigEndian.getInt(this.bytes, this.start);
	}

	private StoredContent content() {
		return (this.item != null) ? this.item : StoredContent.of(this.bytes, this.start);
	}

	private int storeHostAt() {
		return this.start + StoredLayout.BORN_HOST_AT + StoredLayout.bornHostLength(sysFlag()) + Long.BYTES;
	}

	private long longAt(int place) {
		return BigEndian.getLong(this.bytes, this.start + place);
	}

	private InetSocketAddress host(int at, int length) {
		int port = BigEndian.getInt(this.bytes, at + length - Integer.BYTES);
		try {
			// an address made of bytes is never looked up
			InetAddress address = InetAddress
				.getByAddress(Arrays.copyOfRange(this.bytes, at, at + length - Integer.BYTES));
			return new InetSocketAddress(address, port & 0xFFFF);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("An address has 4 or 16 bytes", ex);
		}
	}

	/**
	 * Names the message without its body and properties.
	 */
	@Override
	public String toString() {
		return "StoredMessage[queue=" + this.queue + ", queueOffset=" + this.queueOffset + ", messageId=" + messageId()
				+ ", storeSize=" + storeSize() + "]";
	}

}
