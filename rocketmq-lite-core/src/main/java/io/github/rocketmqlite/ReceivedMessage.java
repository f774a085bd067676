package io.github.rocketmqlite;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A message as the broker delivered it: what was sent, where it is stored and how often
 * it was tried before.
 * <p>
 * Implementations decode lazily, so reading only what is needed is cheap.
 * <p>
 * Threading: immutable and safe to hand to other threads.
 */
public interface ReceivedMessage {

	/**
	 * The topic the message was sent to. A message that comes again from a group's retry
	 * topic still shows its original topic here.
	 */
	String topic();

	@Nullable String tag();

	List<String> keys();

	/**
	 * All properties of the stored message, the user's and RocketMQ's own.
	 */
	Map<String, String> properties();

	/**
	 * One property, or {@code null} when it is absent.
	 */
	default @Nullable String property(String name) {
		return properties().get(name);
	}

	/**
	 * The lite topic below the topic that the message was sent to, or {@code null} for
	 * none.
	 */
	default @Nullable String liteTopic() {
		return property("__LITE_TOPIC");
	}

	/**
	 * What the message is ordered by, as its sender said, or {@code null} for nothing.
	 */
	default @Nullable String orderingKey() {
		return property("__SHARDINGKEY");
	}

	/**
	 * The body, decompressed. Callers share the array and must not change it.
	 * @throws ProtocolException when the stored bytes cannot be decompressed
	 */
	byte[] body();

	/**
	 * The id the sending client gave the message; the same on every redelivery. Messages
	 * of senders that give none show their {@link #offsetMessageId()}.
	 */
	String messageId();

	/**
	 * The id that names the place in the broker's commit log.
	 */
	String offsetMessageId();

	/**
	 * The queue this delivery was pulled from; for a retried message a queue of the
	 * group's retry topic.
	 */
	MessageQueue queue();

	/**
	 * The position in {@link #queue()}.
	 */
	long queueOffset();

	/**
	 * The position in the broker's commit log, in bytes.
	 */
	long commitLogOffset();

	/**
	 * How many times this group got the message before; 0 on the first delivery.
	 */
	int reconsumeTimes();

	/**
	 * When the message was sent, by the sender's clock.
	 */
	Instant bornTime();

	/**
	 * When the broker stored the message, by the broker's clock.
	 */
	Instant storeTime();

	InetSocketAddress bornHost();

	InetSocketAddress storeHost();

	/**
	 * Whether the sender waits for a {@link Message#replyTo(ReceivedMessage) reply}.
	 */
	default boolean isRequest() {
		return correlation() != null && !"reply".equals(property("MSG_TYPE"));
	}

	/**
	 * What ties a request to its reply; {@code null} for all other messages.
	 */
	default @Nullable Correlation correlation() {
		String id = property("CORRELATION_ID");
		String client = property("REPLY_TO_CLIENT");
		if (id == null || id.isBlank() || client == null || client.isBlank()) {
			return null;
		}
		String timeToLive = property("TTL");
		boolean number = timeToLive != null && timeToLive.matches("\\d{1,15}");
		return new Correlation(id, client, number ? Duration.ofMillis(Long.parseLong(timeToLive)) : Duration.ZERO,
				null);
	}

	/**
	 * The opaque number that the sender set.
	 */
	int flag();

	/**
	 * The bytes this message takes in the broker's store.
	 */
	int storeSize();

}
