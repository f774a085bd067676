package io.github.rocketmqlite.internal.remoting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The requests of one channel that have not ended, by their correlation ids, which it
 * gives out. Ids go up one by one, and the lower bits of an id are its place in a table;
 * an id whose place is taken is passed over. So finding and removing a request take one
 * step, however many are in flight and however long some of them stay.
 * <p>
 * Threading: confined to the event loop of its channel.
 */
final class InFlightRequests {

	private static final int FIRST_SIZE = 16;

	/** A power of two, at most half of it in use. */
	private @Nullable PendingRequest<?>[] places = new PendingRequest<?>[FIRST_SIZE];

	private int size;

	private int next;

	/**
	 * The id to go on with.
	 */
	void continueWith(int opaque) {
		this.next = opaque;
	}

	/**
	 * Adds a request.
	 * @return its id, which is not negative; the request is told
	 */
	int add(PendingRequest<?> request) {
		if (2 * (this.size + 1) > this.places.length) {
			grow();
		}
		while (this.places[place(this.next)] != null) {
			this.next = following(this.next);
		}
		int opaque = this.next;
		this.next = following(opaque);
		this.places[place(opaque)] = request;
		this.size++;
		request.writtenAs(opaque);
		return opaque;
	}

	private static int following(int opaque) {
		return (opaque + 1) & Integer.MAX_VALUE;
	}

	private int place(int opaque) {
		return opaque & (this.places.length - 1);
	}

	/** Ids that have different places have different ones in a table twice as large. */
	private void grow() {
		List<PendingRequest<?>> all = all();
		this.places = new PendingRequest<?>[2 * this.places.length];
		for (PendingRequest<?> request : all) {
			this.places[place(request.opaque())] = request;
		}
	}

	/**
	 * Finds a request.
	 * @param opaque whatever a server sent
	 */
	@Nullable PendingRequest<?> get(int opaque) {
		PendingRequest<?> request = this.places[place(opaque)];
		return (request != null && request.opaque() == opaque) ? request : null;
	}

	/**
	 * Removes a request if it is here.
	 */
	void remove(PendingRequest<?> request) {
		int place = place(request.opaque());
		if (this.places[place] == request) {
			this.places[place] = null;
			this.size--;
		}
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * A copy, in no particular order.
	 */
	List<PendingRequest<?>> all() {
		List<PendingRequest<?>> all = new ArrayList<>(this.size);
		for (PendingRequest<?> request : this.places) {
			if (request != null) {
				all.add(request);
			}
		}
		return all;
	}

	void clear() {
		Arrays.fill(this.places, null);
		this.size = 0;
	}

}
