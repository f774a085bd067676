package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * The right to consume one queue in order during one assignment, as the broker grants and
 * {@link QueueLocks} renews it.
 * <p>
 * Threading: confined to the timer; {@link #isHeld()} and {@link #grantedMillis()} may be
 * called by any thread.
 */
final class QueueLock {

	private final MessageQueue queue;

	private final Owner owner;

	private final CompletableFuture<@Nullable Void> granted = new CompletableFuture<>();

	private volatile boolean held;

	private volatile long grantedMillis;

	/** Counts grants; only the last one may expire. */
	private int grants;

	private boolean released;

	QueueLock(MessageQueue queue, Owner owner) {
		this.queue = queue;
		this.owner = owner;
	}

	MessageQueue queue() {
		return this.queue;
	}

	/** Completes when the lock is granted for the first time. */
	CompletableFuture<@Nullable Void> granted() {
		return this.granted;
	}

	/** Whether messages may be handed out now. */
	boolean isHeld() {
		return this.held;
	}

	/** When it was last granted, in milliseconds since 1970; 0 for never. */
	long grantedMillis() {
		return this.grantedMillis;
	}

	/** Whether the lock was granted once; from then on a refusal means it is lost. */
	boolean wasGranted() {
		return this.grants > 0;
	}

	/** Nobody wants the lock any more. */
	void release() {
		this.released = true;
	}

	boolean isReleased() {
		return this.released;
	}

	/** Returns the number of this grant. */
	int grant() {
		boolean regained = wasGranted() && !this.held;
		this.held = true;
		this.grantedMillis = System.currentTimeMillis();
		this.grants++;
		this.granted.complete(null);
		if (regained) {
			this.owner.regained();
		}
		return this.grants;
	}

	boolean isLastGrant(int number) {
		return this.grants == number;
	}

	/** The broker may have forgotten the lock: nothing is handed out until it is sure. */
	void doubt() {
		this.held = false;
	}

	/** Somebody else has the lock, or may have had it. */
	void lose() {
		this.held = false;
		this.owner.lost();
	}

	/**
	 * Whoever wanted the lock. Called on the timer.
	 */
	interface Owner {

		void regained();

		void lost();

	}

}
