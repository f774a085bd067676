package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.internal.pop.Popping.Catch;

/**
 * Messages of queues: brokers say when there are some, without handing them out.
 * <p>
 * Threading: thread-safe.
 */
record QueueSource(PopCalls calls, PopSorting sorting, Arrivals arrivals) implements PopSource {

	@Override
	public CompletableFuture<Catch> pop(Wish wish) {
		long sent = System.nanoTime();
		return this.calls.pop(wish.target(), wish.maxMessages(), wish.invisibleTime())
			.thenApply((response) -> this.sorting.caught(wish.target(), response, sent));
	}

	@Override
	public CompletableFuture<Offer> next(Wish wish, Duration longest) {
		return this.arrivals.next(wish.target()).thenApply((arrived) -> Offer.NOTHING);
	}

	@Override
	public void end() {
		// a question that waits at a broker takes no message
	}

}
