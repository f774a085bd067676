package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.producer.QueueSelector;
import org.jspecify.annotations.Nullable;

/**
 * Puts all messages of a lite topic into the queue, and so to the broker, that the
 * brokers themselves expect them at, by the consistent hash of its name. Elsewhere they
 * would have no order among each other, and consumers would hear of them late: a broker
 * takes a subscription only to a lite topic that is its own or has messages there.
 * <p>
 * Source: the broker's {@code LiteShardingImpl} of 5.5, with the jump consistent hash of
 * Lamping and Veach.
 * <p>
 * Threading: immutable.
 */
final class LiteTopicSelector implements QueueSelector {

	private static final long MULTIPLIER = 2_862_933_555_777_941_757L;

	private static final int HIGH_BITS = 33;

	private static final double RANGE = 0x1.0p31;

	@Override
	public MessageQueue select(List<MessageQueue> queues, Message message, @Nullable Object argument) {
		return queues.get(bucket(Objects.requireNonNull(message.liteTopic()).hashCode(), queues.size()));
	}

	static int bucket(long hash, int buckets) {
		long state = hash;
		int bucket = 0;
		int next = 0;
		while (next >= 0 && next < buckets) {
			bucket = next;
			state = MULTIPLIER * state + 1;
			next = (int) ((bucket + 1) / (((int) (state >>> HIGH_BITS) + 1) / RANGE));
		}
		return bucket;
	}

}
