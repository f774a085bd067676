package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Carries requests from many callers to one event loop, without locks and without garbage
 * of its own: a stack of linked requests that is taken as a whole and turned around.
 * <p>
 * Threading: any thread adds; the event loop takes.
 */
final class HandoverQueue {

	private final AtomicReference<@Nullable PendingRequest<?>> newest = new AtomicReference<>();

	/**
	 * Adds a request.
	 * @return whether the queue was empty, so that the event loop needs a call
	 */
	boolean add(PendingRequest<?> request) {
		PendingRequest<?> before;
		do {
			before = this.newest.get();
			request.linkTo(before);
		}
		while (!this.newest.compareAndSet(before, request));
		return before == null;
	}

	/**
	 * Whether nobody waits for an answer to any of the requests.
	 */
	boolean holdsOnewaysOnly() {
		PendingRequest<?> request = this.newest.get();
		while (request != null && request.isOneway()) {
			request = request.next();
		}
		return request == null;
	}

	/**
	 * Takes all requests: the oldest, linked to its successors.
	 */
	@Nullable PendingRequest<?> takeAll() {
		PendingRequest<?> request = this.newest.getAndSet(null);
		PendingRequest<?> oldest = null;
		while (request != null) {
			PendingRequest<?> older = request.next();
			request.linkTo(oldest);
			oldest = request;
			request = older;
		}
		return oldest;
	}

	/**
	 * Takes all requests and fails them.
	 */
	void failAll(Throwable cause) {
		PendingRequest<?> request = takeAll();
		while (request != null) {
			PendingRequest<?> next = request.next();
			request.fail(cause);
			request = next;
		}
	}

}
