package io.github.rocketmqlite.internal.consumer;

import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A slice on its way through the listener. What is finished while the worker is at it is
 * told to the buffer in one go at its end; what is finished later, at once. If the worker
 * is stuck in one message, the run can be ended without it, so that others get what it
 * has not begun.
 * <p>
 * Threading: thread-safe; the lock is never held while foreign code runs.
 */
final class SliceRun {

	private final QueueBuffer buffer;

	private final Slice slice;

	private final ReentrantLock lock = new ReentrantLock();

	private final BitSet done = new BitSet();

	private final BitSet returned = new BitSet();

	private int begun;

	private boolean ended;

	SliceRun(QueueBuffer buffer, Slice slice) {
		this.buffer = buffer;
		this.slice = slice;
	}

	QueueBuffer buffer() {
		return this.buffer;
	}

	Slice slice() {
		return this.slice;
	}

	/**
	 * Begins the next messages.
	 * @return how many they are; 0 when there are none left for this worker
	 */
	int begin(int max) {
		this.lock.lock();
		try {
			int count = this.ended ? 0 : Math.min(max, this.slice.size() - this.begun);
			this.begun += count;
			return count;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A message is finished. */
	void done(int index) {
		settle(index, true);
	}

	/** A message that was begun goes back to the buffer. */
	void giveBack(int index) {
		settle(index, false);
	}

	private void settle(int index, boolean success) {
		this.lock.lock();
		try {
			if (!this.ended) {
				(success ? this.done : this.returned).set(index);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		this.buffer.finish(this.slice.first() + index, success ? 1 : 0, success ? 0 : 1);
	}

	/**
	 * Ends the run: nothing more is begun, and the buffer gets what is settled and what
	 * was not begun. Does nothing the second time.
	 * @return whether messages went back
	 */
	boolean end() {
		boolean rest;
		this.lock.lock();
		try {
			if (this.ended) {
				return false;
			}
			this.ended = true;
			rest = this.begun < this.slice.size() || !this.returned.isEmpty();
			this.returned.set(this.begun, this.slice.size());
		}
		finally {
			this.lock.unlock();
		}
		for (int from = 0; from < this.slice.size(); from += Slice.MAX_SIZE) {
			int doneMask = mask(this.done, from);
			int returnedMask = mask(this.returned, from);
			if ((doneMask | returnedMask) != 0) {
				this.buffer.finish(this.slice.first() + from, doneMask, returnedMask);
			}
		}
		return rest;
	}

	private static int mask(BitSet bits, int from) {
		int mask = 0;
		for (int bit = bits.nextSetBit(from); bit >= 0 && bit < from + Slice.MAX_SIZE; bit = bits.nextSetBit(bit + 1)) {
			mask |= 1 << (bit - from);
		}
		return mask;
	}

}
