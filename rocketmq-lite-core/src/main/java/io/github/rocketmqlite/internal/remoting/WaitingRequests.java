package io.github.rocketmqlite.internal.remoting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.netty.channel.EventLoop;

/**
 * The requests that wait to be written, in their order, each until its deadline: for a
 * connection, or for room in the socket.
 * <p>
 * Threading: confined to the event loop of its connection.
 */
final class WaitingRequests {

	private final Queue<PendingRequest<?>> requests = new ArrayDeque<>();

	private final DeadlineTimer deadlines;

	WaitingRequests(EventLoop loop) {
		this.deadlines = new DeadlineTimer(loop, this::expireDue);
	}

	void add(PendingRequest<?> request) {
		if (!request.endIfMoot()) {
			this.requests.add(request);
			this.deadlines.arm(request.expiresAt());
		}
	}

	boolean isEmpty() {
		return this.requests.isEmpty();
	}

	int size() {
		return this.requests.size();
	}

	/**
	 * Writes as many as the socket takes.
	 */
	void writeTo(InFlightHandler wire) {
		while (!this.requests.isEmpty() && wire.isWritable()) {
			wire.write(this.requests.remove());
		}
	}

	void failAll(Throwable cause) {
		this.deadlines.cancel();
		List<PendingRequest<?>> failing = new ArrayList<>(this.requests);
		this.requests.clear();
		failing.forEach((request) -> request.fail(cause));
	}

	private long expireDue() {
		this.requests.removeIf(PendingRequest::endIfMoot);
		return DeadlineTimer.earliest(this.requests);
	}

}
