package io.github.rocketmqlite.internal.consumer;

import io.github.rocketmqlite.consumer.PushConsumerOptions;

/**
 * How much one queue may hold.
 *
 * @param messages the most unfinished messages
 * @param bytes the most bytes of them
 * @param span how far the queue goes on beyond the first unfinished message
 */
record QueueLimits(int messages, long bytes, int span) {

	/** A limit of messages only, with four times as much span. */
	static QueueLimits ofMessages(int messages) {
		return new QueueLimits(messages, Long.MAX_VALUE,
				Math.max(MessageRing.FIRST_CAPACITY, Integer.highestOneBit(Math.min(messages, 1 << 24)) * 4));
	}

	static QueueLimits of(PushConsumerOptions options) {
		return new QueueLimits(options.maxCachedMessagesPerQueue(), options.cacheLimits().bytesPerQueue(),
				options.cacheLimits().spanPerQueue());
	}

}
