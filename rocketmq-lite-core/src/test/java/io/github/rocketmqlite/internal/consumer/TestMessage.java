package io.github.rocketmqlite.internal.consumer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message made of its place and a few words.
 */
record TestMessage(MessageQueue queue, long queueOffset, String topic, Map<String, String> properties,
		int reconsumeTimes) implements ReceivedMessage {

	static final int SIZE = 100;

	static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 0);

	static TestMessage at(long queueOffset) {
		return new TestMessage(QUEUE, queueOffset, "orders", Map.of("UNIQ_KEY", "id-" + queueOffset), 0);
	}

	@Override
	public @Nullable String tag() {
		return property("TAGS");
	}

	@Override
	public List<String> keys() {
		return List.of();
	}

	@Override
	public byte[] body() {
		return ("body " + this.queueOffset).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String messageId() {
		return "id-" + this.queueOffset;
	}

	@Override
	public String offsetMessageId() {
		return "offset-id-" + this.queueOffset;
	}

	@Override
	public long commitLogOffset() {
		return 1000 + this.queueOffset;
	}

	@Override
	public Instant bornTime() {
		return Instant.ofEpochMilli(1);
	}

	@Override
	public Instant storeTime() {
		return Instant.ofEpochMilli(2);
	}

	@Override
	public InetSocketAddress bornHost() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
	}

	@Override
	public InetSocketAddress storeHost() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
	}

	@Override
	public int flag() {
		return 0;
	}

	@Override
	public int storeSize() {
		return SIZE;
	}

}
