package io.github.rocketmqlite.spring.fakes;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message of the topic {@code orders}, as a broker would deliver it.
 */
public final class FakeReceivedMessage implements ReceivedMessage {

	private final byte[] body;

	private final Map<String, String> properties = new HashMap<>();

	private String topic = "orders";

	private String queueTopic = "orders";

	private int reconsumeTimes = 3;

	private @Nullable String tag;

	private List<String> keys = List.of();

	private @Nullable RuntimeException problem;

	public FakeReceivedMessage(byte[] body) {
		this.body = body;
	}

	public FakeReceivedMessage(String body) {
		this(body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A message whose body throws.
	 */
	public static FakeReceivedMessage undecodable(RuntimeException problem) {
		FakeReceivedMessage message = new FakeReceivedMessage("");
		message.problem = problem;
		return message;
	}

	public FakeReceivedMessage property(String name, String value) {
		this.properties.put(name, value);
		return this;
	}

	public FakeReceivedMessage topic(String topic) {
		this.topic = topic;
		return this;
	}

	/**
	 * The topic it was pulled from.
	 */
	public FakeReceivedMessage queueTopic(String topic) {
		this.queueTopic = topic;
		return this;
	}

	public FakeReceivedMessage reconsumeTimes(int times) {
		this.reconsumeTimes = times;
		return this;
	}

	/**
	 * Makes it a request.
	 */
	public FakeReceivedMessage request() {
		return property("CORRELATION_ID", "1").property("REPLY_TO_CLIENT", "asker").property("TTL", "3000");
	}

	public FakeReceivedMessage tag(String tag) {
		this.tag = tag;
		return property("TAGS", tag);
	}

	public FakeReceivedMessage keys(String... keys) {
		this.keys = List.of(keys);
		return property("KEYS", String.join(" ", keys));
	}

	@Override
	public String topic() {
		return this.topic;
	}

	@Override
	public @Nullable String tag() {
		return this.tag;
	}

	@Override
	public List<String> keys() {
		return this.keys;
	}

	@Override
	public Map<String, String> properties() {
		return this.properties;
	}

	@Override
	public byte[] body() {
		if (this.problem != null) {
			throw this.problem;
		}
		return this.body;
	}

	@Override
	public String messageId() {
		return "message-1";
	}

	@Override
	public String offsetMessageId() {
		return "offset-message-1";
	}

	@Override
	public MessageQueue queue() {
		return new MessageQueue(this.queueTopic, "broker-a", 2);
	}

	@Override
	public long queueOffset() {
		return 41;
	}

	@Override
	public long commitLogOffset() {
		return 4096;
	}

	@Override
	public int reconsumeTimes() {
		return this.reconsumeTimes;
	}

	@Override
	public Instant bornTime() {
		return Instant.ofEpochMilli(1_000);
	}

	@Override
	public Instant storeTime() {
		return Instant.ofEpochMilli(2_000);
	}

	@Override
	public InetSocketAddress bornHost() {
		return InetSocketAddress.createUnresolved("10.0.0.1", 4711);
	}

	@Override
	public InetSocketAddress storeHost() {
		return InetSocketAddress.createUnresolved("10.0.0.2", 10911);
	}

	@Override
	public int flag() {
		return 5;
	}

	@Override
	public int storeSize() {
		return 200;
	}

}
