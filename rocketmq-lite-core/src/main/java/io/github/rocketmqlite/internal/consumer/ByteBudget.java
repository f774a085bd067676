package io.github.rocketmqlite.internal.consumer;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of received messages that all consumers of a client may hold together. When
 * they are used up, pulling stops until a quarter of them is free again.
 * <p>
 * Pulls that are under way when the budget closes still arrive, so it may be exceeded by
 * one answer for each queue.
 * <p>
 * Threading: thread-safe.
 */
public final class ByteBudget {

	private final long max;

	private final long low;

	private final AtomicLong used = new AtomicLong();

	private final Set<Runnable> waiters = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	public ByteBudget(long max) {
		if (max <= 0) {
			throw new IllegalArgumentException("The byte budget must be positive, but is " + max);
		}
		this.max = max;
		this.low = max - max / 4;
	}

	/**
	 * The bytes held now.
	 */
	public long used() {
		return this.used.get();
	}

	void add(long bytes) {
		if (this.used.addAndGet(bytes) >= this.max) {
			this.closed = true;
			openIfLow();
		}
	}

	void release(long bytes) {
		this.used.addAndGet(-bytes);
		openIfLow();
	}

	/** Whether one more pull may start. */
	boolean hasRoom() {
		if (this.used.get() >= this.max) {
			this.closed = true;
			openIfLow();
		}
		return !this.closed;
	}

	/**
	 * Runs the waiter once, as soon as there is room; at once if there is room now.
	 */
	void whenRoom(Runnable waiter) {
		this.waiters.add(waiter);
		if (hasRoom()) {
			wakeWaiters();
		}
	}

	void forget(Runnable waiter) {
		this.waiters.remove(waiter);
	}

	// closing and then looking again makes it impossible to stay closed while nothing is
	// held
	private void openIfLow() {
		if (this.closed && this.used.get() <= this.low) {
			this.closed = false;
			wakeWaiters();
		}
	}

	private void wakeWaiters() {
		for (Runnable waiter : List.copyOf(this.waiters)) {
			if (this.waiters.remove(waiter)) {
				waiter.run();
			}
		}
	}

}
