package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Counts the sends that run, so that closing can wait for them and refuse new ones.
 * <p>
 * Threading: thread-safe.
 */
final class InFlightSends {

	/** Added to the count once no more sends may enter. */
	private static final int CLOSED = Integer.MIN_VALUE;

	private final AtomicInteger state = new AtomicInteger();

	private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

	/**
	 * Counts one send in; the caller counts it out with {@link #exit()}.
	 * @return false when no more may enter
	 */
	boolean enter() {
		if (this.state.incrementAndGet() > 0) {
			return true;
		}
		exit();
		return false;
	}

	/**
	 * Counts in what is left to do for a send after its end, also when no more sends may
	 * enter; the caller counts it out with {@link #exit()}.
	 */
	void stay() {
		this.state.incrementAndGet();
	}

	void exit() {
		if (this.state.decrementAndGet() == CLOSED) {
			this.drained.complete(null);
		}
	}

	/**
	 * Lets no more sends enter.
	 * @return completes when the last one has left; {@code null} when closed before
	 */
	@Nullable CompletableFuture<@Nullable Void> close() {
		while (true) {
			int current = this.state.get();
			if (current < 0) {
				return null;
			}
			if (this.state.compareAndSet(current, CLOSED + current)) {
				if (current == 0) {
					this.drained.complete(null);
				}
				return this.drained;
			}
		}
	}

	int count() {
		return this.state.get() & Integer.MAX_VALUE;
	}

}
