package io.github.rocketmqlite.internal.consumer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the place of a message that cannot be read, so that its queue does not go on
 * as if it had never been there. No listener gets it.
 * <p>
 * Threading: immutable.
 *
 * @param queue the queue it was pulled from
 * @param queueOffset its place there
 * @param commitLogOffset its place in the broker's commit log
 * @param reason what is wrong with it
 */
record UndecodableMessage(MessageQueue queue, long queueOffset, long commitLogOffset,
		String reason) implements ReceivedMessage {

	private static final InetSocketAddress NO_HOST = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	@Override
	public String topic() {
		return this.queue.topic();
	}

	@Override
	public @Nullable String tag() {
		return null;
	}

	@Override
	public List<String> keys() {
		return List.of();
	}

	@Override
	public Map<String, String> properties() {
		return Map.of();
	}

	@Override
	public byte[] body() {
		throw new ProtocolException(this.reason, Outcome.UNKNOWN, null);
	}

	@Override
	public String messageId() {
		return "";
	}

	@Override
	public String offsetMessageId() {
		return "";
	}

	@Override
	public int reconsumeTimes() {
		return 0;
	}

	@Override
	public Instant bornTime() {
		return Instant.EPOCH;
	}

	@Override
	public Instant storeTime() {
		return Instant.EPOCH;
	}

	@Override
	public InetSocketAddress bornHost() {
		return NO_HOST;
	}

	@Override
	public InetSocketAddress storeHost() {
		return NO_HOST;
	}

	@Override
	public int flag() {
		return 0;
	}

	@Override
	public int storeSize() {
		return 0;
	}

}
