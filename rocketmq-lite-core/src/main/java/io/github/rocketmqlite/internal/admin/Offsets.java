package io.github.rocketmqlite.internal.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.admin.OffsetBoundary;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.EarliestStoreTimeRequest;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.MinOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.SearchOffsetRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Asks for the offsets of single queues.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class Offsets {

	private final AdminCalls calls;

	Offsets(AdminCalls calls) {
		this.calls = calls;
	}

	CompletableFuture<Long> min(MessageQueue queue, Deadline deadline) {
		return call(queue, new MinOffsetRequest(queue.topic(), queue.queueId(), queue.brokerName()), deadline);
	}

	CompletableFuture<Long> max(MessageQueue queue, Deadline deadline) {
		return call(queue, new MaxOffsetRequest(queue.topic(), queue.queueId(), queue.brokerName()), deadline);
	}

	CompletableFuture<Optional<Instant>> earliestStoreTime(MessageQueue queue, Deadline deadline) {
		return call(queue, new EarliestStoreTimeRequest(queue.topic(), queue.queueId(), queue.brokerName()), deadline)
			.thenApply((millis) -> Optional.ofNullable(Times.orNull(millis)));
	}

	CompletableFuture<Long> search(MessageQueue queue, Instant time, OffsetBoundary boundary, Deadline deadline) {
		return call(queue, new SearchOffsetRequest(queue.topic(), queue.queueId(), Times.millis(time),
				boundary == OffsetBoundary.UPPER, queue.brokerName()), deadline);
	}

	private <R> CompletableFuture<R> call(MessageQueue queue, Request<R> request, Deadline deadline) {
		return this.calls.route(queue.topic(), deadline).thenCompose((route) -> {
			if (!route.subscribeQueues().contains(queue) && !route.publishQueues().contains(queue)) {
				throw new RouteNotFoundException(
						"There is no queue " + queue + ": the route of its topic names brokers " + route.brokerNames()
								+ " with " + route.subscribeQueues().size() + " queues to read");
			}
			return this.calls.call(queue.brokerName(), route.readAddress(queue.brokerName(), 0), request, deadline);
		});
	}

}
