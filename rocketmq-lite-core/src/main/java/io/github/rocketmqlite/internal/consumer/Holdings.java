package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a push consumer has at the moment, pulled and popped.
 * <p>
 * Threading: as the parts; what it shows may be read by any thread, changes are made on
 * the timer.
 *
 * @param queues the queues that are pulled
 * @param popped the places that are popped; {@code null} when none ever is
 */
record Holdings(AssignedQueues queues, @Nullable PoppedTopics popped) {

	Set<MessageQueue> assignment() {
		Set<MessageQueue> pulled = this.queues.owned();
		if (this.popped == null) {
			return pulled;
		}
		Set<MessageQueue> all = this.popped.places();
		all.addAll(pulled);
		return Set.copyOf(all);
	}

	int cachedMessages() {
		return this.queues.all().stream().mapToInt((held) -> held.buffer().cachedMessages()).sum()
				+ ((this.popped != null) ? this.popped.cachedMessages() : 0);
	}

	long cachedBytes() {
		return this.queues.all().stream().mapToLong((held) -> held.buffer().cachedBytes()).sum()
				+ ((this.popped != null) ? this.popped.cachedBytes() : 0);
	}

	/** A pause has begun: others may have what is popped and not begun. */
	void rest() {
		if (this.popped != null) {
			this.popped.giveBackUnbegun();
		}
	}

	void wakeAll() {
		this.queues.wakeAll();
		if (this.popped != null) {
			this.popped.wakeAll();
		}
	}

	/** Gives up everything; completes when that is done and never fails. */
	CompletableFuture<@Nullable Void> close(Duration drainTimeout) {
		CompletableFuture<@Nullable Void> released = this.queues.close(drainTimeout);
		if (this.popped == null) {
			return released;
		}
		CompletableFuture<?> given = this.popped.close(drainTimeout);
		return released.thenCompose((committed) -> given).thenApply((done) -> null);
	}

	/** Waits no longer for running listeners. */
	void cutDrains() {
		this.queues.cutDrains();
		if (this.popped != null) {
			this.popped.cutDrains();
		}
	}

}
