package io.github.rocketmqlite.internal.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Counts the answers to one heartbeat that was sent to several brokers.
 * <p>
 * Threading: thread-safe.
 */
final class HeartbeatRound {

	private final CompletableFuture<Integer> acknowledged = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	private int missing;

	private int successes;

	HeartbeatRound(int brokers) {
		this.missing = brokers;
	}

	CompletableFuture<Integer> acknowledged() {
		return this.acknowledged;
	}

	void answered(@Nullable Integer version, @Nullable Throwable failure) {
		int acknowledgedBy;
		this.lock.lock();
		try {
			if (failure == null) {
				this.successes++;
			}
			if (--this.missing > 0) {
				return;
			}
			acknowledgedBy = this.successes;
		}
		finally {
			this.lock.unlock();
		}
		if (acknowledgedBy == 0 && failure != null) {
			this.acknowledged.completeExceptionally(failure);
		}
		else {
			this.acknowledged.complete(acknowledgedBy);
		}
	}

}
