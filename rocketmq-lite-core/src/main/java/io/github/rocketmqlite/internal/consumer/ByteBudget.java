package io.github.rocketmqlite.internal.consumer;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of received messages that all consumers of a client may hold together. When
 * they are used up, pulling stops until a quarter of them is free again.
 * <p>
 * Answers to pulls that are under way then are taken only if they fit, and pulled again
 * later if they do not. So the budget is exceeded by nothing but an answer that is larger
 * than a quarter of it, which must find room too.
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

	/**
	 * Takes bytes if they fit, or if at most three quarters are used: whatever waits gets
	 * room in the end, however large it is.
	 * @return whether they were taken; if not, there is room again after a release
	 */
	boolean tryAdd(long bytes) {
		long held = this.used.get();
		while (held <= this.low || held + bytes <= this.max) {
			if (this.used.compareAndSet(held, held + bytes)) {
				if (held + bytes >= this.max) {
					closeUnlessLow();
				}
				return true;
			}
			held = this.used.get();
		}
		closeUnlessLow();
		return false;
	}

	void release(long bytes) {
		this.used.addAndGet(-bytes);
		openIfLow();
	}

	/** Whether one more pull may start. */
	boolean hasRoom() {
		if (this.used.get() >= this.max) {
			closeUnlessLow();
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
	private void closeUnlessLow() {
		this.closed = true;
		openIfLow();
	}

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
