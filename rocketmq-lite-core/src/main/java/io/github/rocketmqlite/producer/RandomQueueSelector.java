package io.github.rocketmqlite.producer;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes any queue.
 * <p>
 * Threading: stateless.
 */
final class RandomQueueSelector implements QueueSelector {

	@Override
	public MessageQueue select(List<MessageQueue> queues, Message message, @Nullable Object argument) {
		return queues.get(ThreadLocalRandom.current().nextInt(queues.size()));
	}

	@Override
	public boolean spreads() {
		return true;
	}

}
