package io.github.rocketmqlite.internal.consumer;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that is tried again here, without the broker's help: shows all its attempts.
 * <p>
 * Threading: immutable.
 *
 * @param message the message as the broker delivered it
 * @param reconsumeTimes how often it was tried before, by the broker's count and ours
 */
record ReattemptedMessage(ReceivedMessage message, int reconsumeTimes) implements ReceivedMessage {

	static ReattemptedMessage of(ReceivedMessage message, int reconsumeTimes) {
		ReceivedMessage delivered = (message instanceof ReattemptedMessage again) ? again.message() : message;
		return new ReattemptedMessage(delivered, reconsumeTimes);
	}

	@Override
	public String topic() {
		return this.message.topic();
	}

	@Override
	public @Nullable String tag() {
		return this.message.tag();
	}

	@Override
	public List<String> keys() {
		return this.message.keys();
	}

	@Override
	public Map<String, String> properties() {
		return this.message.properties();
	}

	@Override
	public @Nullable String property(String name) {
		return this.message.property(name);
	}

	@Override
	public byte[] body() {
		return this.message.body();
	}

	@Override
	public String messageId() {
		return this.message.messageId();
	}

	@Override
	public String offsetMessageId() {
		return this.message.offsetMessageId();
	}

	@Override
	public MessageQueue queue() {
		return this.message.queue();
	}

	@Override
	public long queueOffset() {
		return this.message.queueOffset();
	}

	@Override
	public long commitLogOffset() {
		return this.message.commitLogOffset();
	}

	@Override
	public Instant bornTime() {
		return this.message.bornTime();
	}

	@Override
	public Instant storeTime() {
		return this.message.storeTime();
	}

	@Override
	public InetSocketAddress bornHost() {
		return this.message.bornHost();
	}

	@Override
	public InetSocketAddress storeHost() {
		return this.message.storeHost();
	}

	@Override
	public int flag() {
		return this.message.flag();
	}

	@Override
	public int storeSize() {
		return this.message.storeSize();
	}

}
