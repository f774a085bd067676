package io.github.rocketmqlite.internal.producer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketInterruptedException;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * The sends that all producers of a client may have under way together, by their number
 * and by the bytes of their bodies. Each send takes its share before anything else and
 * gives it back once, when it ends.
 * <p>
 * Who finds no room waits in line: a newcomer never overtakes, so a large message gets
 * its turn among small ones. Only the first in line looks for room; whoever makes room
 * wakes it, and it wakes the next.
 * <p>
 * Threading: thread-safe, without locks. Event loops never wait here.
 */
public final class SendBudget {

	/** The number of sends stands above this bit of the state, the bytes below. */
	private static final int BYTES_BITS = 41;

	private static final long BYTES_MASK = (1L << BYTES_BITS) - 1;

	public static final int MAX_SENDS = 1_000_000;

	public static final long MAX_BYTES = 1L << (BYTES_BITS - 1);

	private volatile Limits limits;

	private final AtomicLong state = new AtomicLong();

	private final Queue<Waiter> line = new ConcurrentLinkedQueue<>();

	private final LongAdder waits = new LongAdder();

	public SendBudget(int maxSends, long maxBytes) {
		this.limits = new Limits(maxSends, maxBytes);
	}

	/**
	 * Changes the limits. What is under way beyond lower ones ends as it would have.
	 * @throws IllegalArgumentException when they make no sense
	 */
	public void limit(int maxSends, long maxBytes) {
		this.limits = new Limits(maxSends, maxBytes);
		wakeFirst();
	}

	/**
	 * Takes the share of one send, waiting for it until the deadline.
	 * @param bytes the size of the body
	 * @throws BackPressureException when there was no room in time; at once on an event
	 * loop, which must not wait
	 * @throws RocketInterruptedException when the thread is interrupted; its flag is set
	 * again
	 */
	void acquire(int bytes, Deadline deadline) {
		if (this.line.isEmpty() && take(bytes)) {
			return;
		}
		requireFitting(bytes);
		this.waits.increment();
		if (Blocking.isEventLoop()) {
			throw full("at once, because an event loop must not wait");
		}
		await(bytes, deadline);
	}

	/**
	 * Takes the share of one send if there is room now and nobody waits for it.
	 * @throws BackPressureException otherwise
	 */
	void acquireNow(int bytes) {
		if (!this.line.isEmpty() || !take(bytes)) {
			requireFitting(bytes);
			this.waits.increment();
			throw full("at once, as the producer's options say");
		}
	}

	/**
	 * Gives back the share of a send that has ended.
	 */
	void release(int bytes) {
		this.state.addAndGet(-share(bytes));
		wakeFirst();
	}

	private void await(int bytes, Deadline deadline) {
		Waiter me = new Waiter(Thread.currentThread());
		this.line.add(me);
		try {
			// looking again after joining the line: whoever made room before saw nobody
			while (this.line.peek() != me || !take(bytes)) {
				long left = deadline.nanos();
				if (left <= 0) {
					throw full("in time");
				}
				LockSupport.parkNanos(this, left);
				if (Thread.interrupted()) {
					Thread.currentThread().interrupt();
					throw new RocketInterruptedException("interrupted while the send waited for room", Outcome.NOT_SENT,
							null);
				}
			}
		}
		finally {
			this.line.remove(me);
			wakeFirst();
		}
	}

	private boolean take(int bytes) {
		long share = share(bytes);
		while (true) {
			long current = this.state.get();
			Limits now = this.limits;
			if (sends(current) >= now.maxSends || bytes(current) + bytes > now.maxBytes) {
				return false;
			}
			if (this.state.compareAndSet(current, current + share)) {
				return true;
			}
		}
	}

	private void wakeFirst() {
		Waiter first = this.line.peek();
		if (first != null) {
			LockSupport.unpark(first.thread());
		}
	}

	private void requireFitting(int bytes) {
		long most = maxBytes();
		if (bytes > most) {
			throw new BackPressureException("A body of " + bytes + " bytes is more than the " + most
					+ " bytes that all unfinished sends of the client may have together");
		}
	}

	private BackPressureException full(String when) {
		return new BackPressureException("No room for one more send " + when + ": " + pendingSends() + " of "
				+ maxSends() + " sends with " + pendingBytes() + " of " + maxBytes() + " bytes have not ended");
	}

	public int pendingSends() {
		return sends(this.state.get());
	}

	public long pendingBytes() {
		return bytes(this.state.get());
	}

	public int maxSends() {
		return this.limits.maxSends;
	}

	public long maxBytes() {
		return this.limits.maxBytes;
	}

	/**
	 * How often a send found no room.
	 */
	public long waits() {
		return this.waits.sum();
	}

	private static long share(int bytes) {
		return (1L << BYTES_BITS) + bytes;
	}

	private static int sends(long state) {
		return (int) (state >>> BYTES_BITS);
	}

	private static long bytes(long state) {
		return state & BYTES_MASK;
	}

	private record Limits(int maxSends, long maxBytes) {

		Limits {
			if (maxSends < 1 || maxSends > MAX_SENDS || maxBytes < 1 || maxBytes > MAX_BYTES) {
				throw new IllegalArgumentException("Not a budget: " + maxSends + " sends, " + maxBytes + " bytes");
			}
		}

	}

	/** Not a record: two waits of one thread would be equal. */
	private static final class Waiter {

		private final Thread thread;

		Waiter(Thread thread) {
			this.thread = thread;
		}

		Thread thread() {
			return this.thread;
		}

	}

}
