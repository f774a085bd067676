package io.github.rocketmqlite.integration;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.MessageListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners of all members of an ordered group handled, queue by queue, and whether
 * two of one queue ran together.
 */
final class OrderedBook {

	/** The offsets that were finished. */
	private final Map<MessageQueue, Queue<Long>> handled = new ConcurrentHashMap<>();

	private final Set<MessageQueue> busy = ConcurrentHashMap.newKeySet();

	private final AtomicInteger overlaps = new AtomicInteger();

	/** Books what a listener does. */
	MessageListener exclusively(MessageListener listener) {
		return (message) -> {
			boolean alone = this.busy.add(message.queue());
			if (!alone) {
				this.overlaps.incrementAndGet();
			}
			try {
				ConsumeOutcome outcome = listener.onMessage(message);
				if (outcome.equals(ConsumeOutcome.SUCCESS)) {
					this.handled.computeIfAbsent(message.queue(), (first) -> new ConcurrentLinkedQueue<>())
						.add(message.queueOffset());
				}
				return outcome;
			}
			finally {
				if (alone) {
					this.busy.remove(message.queue());
				}
			}
		};
	}

	/** How many messages were handled, each repetition included. */
	long count() {
		return this.handled.values().stream().mapToLong(Queue::size).sum();
	}

	int overlaps() {
		return this.overlaps.get();
	}

	/** Each of so many queues was handled from its first message on, none twice. */
	void assertEachInOrder(int queues) {
		assertThat(this.handled).hasSize(queues);
		this.handled.values()
			.forEach((offsets) -> assertThat(offsets)
				.containsExactlyElementsOf(LongStream.range(0, offsets.size()).boxed().toList()));
	}

}
