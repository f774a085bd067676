package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Sums of what happened lately, in a window of several slots that moves on slot by slot.
 * <p>
 * Threading: thread-safe and without locks.
 */
final class SlidingSums {

	private final int counters;

	private final long slotNanos;

	private final LongSupplier clock;

	private final long startedNanos;

	private final AtomicReferenceArray<@Nullable Slot> slots;

	/**
	 * Counts nothing yet.
	 * @param counters how many sums there are
	 * @param slotNanos how long a slot lasts
	 * @param slots how many slots the window has
	 * @param clock tells nanoseconds from any origin
	 */
	SlidingSums(int counters, long slotNanos, int slots, LongSupplier clock) {
		this.counters = counters;
		this.slotNanos = slotNanos;
		this.clock = clock;
		this.startedNanos = clock.getAsLong();
		this.slots = new AtomicReferenceArray<>(slots);
	}

	/** Adds to a sum. */
	void add(int counter, long value) {
		current().sums[counter].add(value);
	}

	/** What was added to a counter within the window. */
	long sum(int counter) {
		long oldest = number() - this.slots.length();
		long sum = 0;
		for (int i = 0; i < this.slots.length(); i++) {
			Slot slot = this.slots.get(i);
			sum += (slot != null && slot.number > oldest) ? slot.sums[counter].sum() : 0;
		}
		return sum;
	}

	/** The seconds that the sums cover: since the beginning, at most the whole window. */
	double seconds() {
		long whole = (this.slots.length() - 1) * this.slotNanos + ageNanos() % this.slotNanos;
		return Math.max(1, Math.min(ageNanos(), whole)) / 1e9;
	}

	private Slot current() {
		long number = number();
		int index = (int) (number % this.slots.length());
		Slot slot = this.slots.get(index);
		while (slot == null || slot.number < number) {
			this.slots.compareAndSet(index, slot, new Slot(number, this.counters));
			slot = this.slots.get(index);
		}
		return slot;
	}

	private long number() {
		return ageNanos() / this.slotNanos;
	}

	private long ageNanos() {
		return Math.max(0, this.clock.getAsLong() - this.startedNanos);
	}

	/**
	 * The sums of one slot.
	 */
	private static final class Slot {

		private final long number;

		private final LongAdder[] sums;

		Slot(long number, int counters) {
			this.number = number;
			this.sums = new LongAdder[counters];
			for (int i = 0; i < counters; i++) {
				this.sums[i] = new LongAdder();
			}
		}

	}

}
