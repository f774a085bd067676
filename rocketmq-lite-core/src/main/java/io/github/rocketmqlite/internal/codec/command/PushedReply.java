package io.github.rocketmqlite.internal.codec.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.internal.codec.Compression;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.Fields;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.SysFlag;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * A reply that a broker pushes to the client that asked (PUSH_REPLY_MESSAGE_TO_CLIENT,
 * 326); it wants an answer. The broker says all but the place where it stored the reply.
 * <p>
 * Threading: thread-safe; what is decoded once is shared.
 */
public final class PushedReply implements ReceivedMessage {

	/** The request code. */
	public static final int CODE = 326;

	private final String topic;

	private final int queueId;

	private final int sysFlag;

	private final int flag;

	private final int reconsumeTimes;

	private final Instant bornTime;

	private final Instant storeTime;

	private final InetSocketAddress bornHost;

	private final InetSocketAddress storeHost;

	private final Map<String, String> properties;

	private final byte[] storedBody;

	private final DecodeLimits limits;

	private volatile byte @Nullable [] body;

	private PushedReply(Frame frame) {
		Fields fields = frame.fields();
		this.topic = Objects.requireNonNullElse(fields.text("topic"), "");
		this.queueId = (int) fields.number("queueId", 0);
		this.sysFlag = (int) fields.number("sysFlag", 0);
		this.flag = (int) fields.number("flag", 0);
		this.reconsumeTimes = (int) fields.number("reconsumeTimes", 0);
		this.bornTime = Instant.ofEpochMilli(fields.number("bornTimestamp", 0));
		this.storeTime = Instant.ofEpochMilli(fields.number("storeTimestamp", 0));
		this.bornHost = host(fields.text("bornHost"));
		this.storeHost = host(fields.text("storeHost"));
		this.properties = Collections
			.unmodifiableMap(MessageProperties.decode(Objects.requireNonNullElse(fields.text("properties"), "")));
		this.storedBody = frame.bodyBytes();
		this.limits = frame.limits();
	}

	public static PushedReply decode(Frame frame) {
		return new PushedReply(frame);
	}

	/** An address made of bytes is never looked up, and a name is not either. */
	private static InetSocketAddress host(@Nullable String text) {
		int colon = (text != null) ? text.lastIndexOf(':') : -1;
		if (text == null || colon < 1) {
			return InetSocketAddress.createUnresolved("unknown", 0);
		}
		int port = port(text.substring(colon + 1));
		String host = text.substring(0, colon);
		byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
		if (address == null) {
			return InetSocketAddress.createUnresolved(host, port);
		}
		try {
			return new InetSocketAddress(InetAddress.getByAddress(address), port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("An address has 4 or 16 bytes", ex);
		}
	}

	private static int port(String digits) {
		boolean number = !digits.isEmpty() && digits.length() <= 5
				&& digits.chars().allMatch((c) -> c >= '0' && c <= '9');
		return number ? Integer.parseInt(digits) & 0xFFFF : 0;
	}

	@Override
	public String topic() {
		return this.topic;
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
		return this.properties;
	}

	@Override
	public byte[] body() {
		byte[] known = this.body;
		if (known == null) {
			known = ((this.sysFlag & SysFlag.COMPRESSED) != 0)
					? Compression.decompress(this.storedBody, this.sysFlag, this.limits.maxBodyBytes())
					: this.storedBody;
			this.body = known;
		}
		return known;
	}

	@Override
	public String messageId() {
		return Objects.requireNonNullElse(property(MessageProperties.UNIQ_KEY), "");
	}

	/**
	 * Empty: the broker does not say where it stored the reply, if it did.
	 */
	@Override
	public String offsetMessageId() {
		return "";
	}

	/**
	 * The queue of the reply topic; the broker does not give its name.
	 */
	@Override
	public MessageQueue queue() {
		return new MessageQueue(this.topic, "", this.queueId);
	}

	/**
	 * -1: not known.
	 */
	@Override
	public long queueOffset() {
		return -1;
	}

	/**
	 * -1: not known.
	 */
	@Override
	public long commitLogOffset() {
		return -1;
	}

	@Override
	public int reconsumeTimes() {
		return this.reconsumeTimes;
	}

	@Override
	public Instant bornTime() {
		return this.bornTime;
	}

	@Override
	public Instant storeTime() {
		return this.storeTime;
	}

	@Override
	public InetSocketAddress bornHost() {
		return this.bornHost;
	}

	@Override
	public InetSocketAddress storeHost() {
		return this.storeHost;
	}

	@Override
	public int flag() {
		return this.flag;
	}

	@Override
	public int storeSize() {
		return this.storedBody.length;
	}

	/**
	 * Names the reply without its body and properties.
	 */
	@Override
	public String toString() {
		return "PushedReply[topic=" + this.topic + ", messageId=" + messageId() + ", bodyBytes="
				+ this.storedBody.length + "]";
	}

}
