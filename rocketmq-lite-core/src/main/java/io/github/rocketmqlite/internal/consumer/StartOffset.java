package io.github.rocketmqlite.internal.consumer;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.MinOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.SearchOffsetRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Where the consumption of a queue begins.
 *
 * @param offset the first offset to pull
 * @param committed the offset the broker holds; empty when it holds none
 */
record StartOffset(long offset, OptionalLong committed) {

	/**
	 * Asks for it. Only the master's word counts: a slave may not know yet what the
	 * master knows, and would send a group to the wrong end of its queue.
	 * @param queue the queue
	 * @param appearedAfter when the queue was not there yet; {@code null} if it always
	 * was
	 * @param resources what the queues share
	 * @return fails when any answer is missing; nothing is guessed
	 */
	static CompletableFuture<StartOffset> find(MessageQueue queue, @Nullable Instant appearedAfter,
			QueueResources resources) {
		Deadline deadline = Deadline.after(resources.requestTimeout());
		return resources.offsets().read(queue, deadline).thenCompose((committed) -> {
			if (committed.isPresent()) {
				return CompletableFuture.completedFuture(new StartOffset(committed.getAsLong(), committed));
			}
			return initial(queue, appearedAfter, resources, deadline)
				.thenApply((offset) -> new StartOffset(offset, committed));
		});
	}

	private static CompletableFuture<Long> initial(MessageQueue queue, @Nullable Instant appearedAfter,
			QueueResources resources, Deadline deadline) {
		if (Names.isRetryTopic(queue.topic())) {
			// every message there was put there for this very group
			return CompletableFuture.completedFuture(0L);
		}
		if (resources.options().startPosition() == StartPosition.LAST && appearedAfter != null) {
			return at(StartPosition.TIMESTAMP, appearedAfter, queue, resources, deadline);
		}
		return at(resources.options().startPosition(), resources.options().offsets().startTime(), queue, resources,
				deadline);
	}

	/** Asks the master for the offset of a position in a queue. */
	static CompletableFuture<Long> at(StartPosition position, @Nullable Instant time, MessageQueue queue,
			QueueResources resources, Deadline deadline) {
		String brokerName = queue.brokerName();
		if (position == StartPosition.TIMESTAMP && time != null) {
			return resources.cluster()
				.callMaster(brokerName,
						new SearchOffsetRequest(queue.topic(), queue.queueId(), time.toEpochMilli(), brokerName),
						deadline);
		}
		if (position == StartPosition.FIRST) {
			return resources.cluster()
				.callMaster(brokerName, new MinOffsetRequest(queue.topic(), queue.queueId(), brokerName), deadline);
		}
		return resources.cluster()
			.callMaster(brokerName, new MaxOffsetRequest(queue.topic(), queue.queueId(), brokerName), deadline);
	}

}
