package io.github.rocketmqlite.internal.consumer;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that this consumer delivered before without any broker knowing.
 * <p>
 * Threading: immutable.
 *
 * @param stored the message as it is stored
 * @param reconsumeTimes how many times it was delivered before
 */
record RedeliveredMessage(ReceivedMessage stored, int reconsumeTimes) implements ReceivedMessage {

	@Override
	public String topic() {
		return this.stored.topic();
	}

	@Override
	public @Nullable String tag() {
		return this.stored.tag();
	}

	@Override
	public List<String> keys() {
		return this.stored.keys();
	}

	@Override
	public Map<String, String> properties() {
		return this.stored.properties();
	}

	@Override
	public @Nullable String property(String name) {
		return this.stored.property(name);
	}

	@Override
	public byte[] body() {
		return this.stored.body();
	}

	@Override
	public String messageId() {
		return this.stored.messageId();
	}

	@Override
	public String offsetMessageId() {
		return this.stored.offsetMessageId();
	}

	@Override
	public MessageQueue queue() {
		return this.stored.queue();
	}

	@Override
	public long queueOffset() {
		return this.stored.queueOffset();
	}

	@Override
	public long commitLogOffset() {
		return this.stored.commitLogOffset();
	}

	@Override
	public Instant bornTime() {
		return this.stored.bornTime();
	}

	@Override
	public Instant storeTime() {
		return this.stored.storeTime();
	}

	@Override
	public InetSocketAddress bornHost() {
		return this.stored.bornHost();
	}

	@Override
	public InetSocketAddress storeHost() {
		return this.stored.storeHost();
	}

	@Override
	public int flag() {
		return this.stored.flag();
	}

	@Override
	public int storeSize() {
		return this.stored.storeSize();
	}

}
