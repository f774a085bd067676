package io.github.rocketmqlite.spring.listener.adapter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.listener.Acknowledgment;

/**
 * An acknowledgment as the future that an asynchronous listener returns.
 * <p>
 * Threading: thread-safe.
 */
final class FutureAcknowledgment implements Acknowledgment {

	private final CompletableFuture<ConsumeOutcome> outcome = new CompletableFuture<>();

	@Override
	public void acknowledge() {
		this.outcome.complete(ConsumeOutcome.SUCCESS);
	}

	@Override
	public void nack(Duration delay) {
		this.outcome.complete(ConsumeOutcome.retryAfter(delay));
	}

	CompletableFuture<ConsumeOutcome> outcome() {
		return this.outcome;
	}

}
