package io.github.rocketmqlite.internal.codec;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A received message that is shown with something added or changed: everything else is
 * that of the message within.
 * <p>
 * Threading: as the message within.
 *
 * @param <M> the type of the message within
 */
public abstract class WrappedMessage<M extends ReceivedMessage> implements ReceivedMessage {

	private final M message;

	protected WrappedMessage(M message) {
		this.message = message;
	}

	/**
	 * The message within.
	 */
	public final M message() {
		return this.message;
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
	public @Nullable String liteTopic() {
		return this.message.liteTopic();
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
	public int reconsumeTimes() {
		return this.message.reconsumeTimes();
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

	@Override
	public String toString() {
		return this.message.toString();
	}

}
