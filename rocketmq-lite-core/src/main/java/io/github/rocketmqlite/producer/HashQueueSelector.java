package io.github.rocketmqlite.producer;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes the queue by a hash code, so that what belongs together stays together.
 * <p>
 * Threading: stateless.
 */
final class HashQueueSelector implements QueueSelector {

	@Override
	public MessageQueue select(List<MessageQueue> queues, Message message, @Nullable Object argument) {
		Object value = (argument != null) ? argument : message.orderingKey();
		if (value == null) {
			return queues.get(ThreadLocalRandom.current().nextInt(queues.size()));
		}
		// of the remainder, not of the hash code: the smallest int has no absolute value
		return queues.get(Math.abs(value.hashCode() % queues.size()));
	}

}
