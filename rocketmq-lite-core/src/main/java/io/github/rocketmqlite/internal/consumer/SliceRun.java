package io.github.rocketmqlite.internal.consumer;

import java.util.Arrays;
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

	private static final byte DONE = 1;

	private static final byte RETURNED = 2;

	private final QueueBuffer buffer;

	private final Slice slice;

	private final ReentrantLock lock = new ReentrantLock();

	/** What became of each message; 0 for those of which nobody has said it. */
	private final byte[] states;

	private int begun;

	private boolean ended;

	SliceRun(QueueBuffer buffer, Slice slice) {
		this.buffer = buffer;
		this.slice = slice;
		this.states = new byte[slice.size()];
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
		settle(index, DONE);
	}

	/** A message that was begun goes back to the buffer. */
	void giveBack(int index) {
		settle(index, RETURNED);
	}

	private void settle(int index, byte state) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.states[index] = state;
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		this.buffer.finish(this.slice, index, (state == DONE) ? 1 : 0, (state == RETURNED) ? 1 : 0);
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
			Arrays.fill(this.states, this.begun, this.states.length, RETURNED);
			rest = has(RETURNED);
		}
		finally {
			this.lock.unlock();
		}
		for (int from = 0; from < this.slice.size(); from += Slice.MAX_SIZE) {
			int doneMask = mask(DONE, from);
			int returnedMask = mask(RETURNED, from);
			if ((doneMask | returnedMask) != 0) {
				this.buffer.finish(this.slice, from, doneMask, returnedMask);
			}
		}
		return rest;
	}

	/** Whether what is settled from now on goes to the buffer at once. */
	boolean isEnded() {
		this.lock.lock();
		try {
			return this.ended;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean has(byte state) {
		for (byte each : this.states) {
			if (each == state) {
				return true;
			}
		}
		return false;
	}

	private int mask(byte state, int from) {
		int mask = 0;
		for (int i = from; i < Math.min(this.states.length, from + Slice.MAX_SIZE); i++) {
			mask |= (this.states[i] == state) ? 1 << (i - from) : 0;
		}
		return mask;
	}

}
