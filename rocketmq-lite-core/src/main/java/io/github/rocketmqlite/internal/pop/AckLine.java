package io.github.rocketmqlite.internal.pop;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.internal.remoting.Blocking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acknowledgements for one broker. What comes while some are under way waits for
 * their answer and then goes together, so that a busy consumer needs few requests and an
 * idle one no pause. There are never more than messages are held.
 * <p>
 * Threading: thread-safe.
 */
final class AckLine {

	private static final Logger logger = LoggerFactory.getLogger(AckLine.class);

	private static final int MOST_AT_ONCE = 256;

	private final Leases leases;

	private final Queue<HeldMessage> waiting = new ConcurrentLinkedQueue<>();

	/** Messages that wait or are under way; whoever makes it 1 begins to send. */
	private final AtomicInteger open = new AtomicInteger();

	private volatile CompletableFuture<Boolean> idle = CompletableFuture.completedFuture(true);

	AckLine(Leases leases) {
		this.leases = leases;
	}

	void add(HeldMessage message) {
		this.waiting.add(message);
		if (this.open.getAndIncrement() == 0) {
			this.idle = new CompletableFuture<>();
			send();
		}
	}

	/** Completes when nothing waits any more, if nothing is added meanwhile. */
	CompletableFuture<Boolean> idle() {
		return this.idle;
	}

	private void send() {
		List<HeldMessage> together = new ArrayList<>();
		HeldMessage next = this.waiting.poll();
		while (next != null) {
			together.add(next);
			next = (together.size() < MOST_AT_ONCE) ? this.waiting.poll() : null;
		}
		CompletableFuture<Boolean> ended = this.idle;
		this.leases.ack(together).whenComplete((done, failure) -> {
			if (failure != null) {
				logger.warn("Of {} messages that were handled some could not be acknowledged and come again: {}",
						together.size(), Blocking.unwrap(failure).getMessage());
				together.forEach(this.leases::abandon);
			}
			if (this.open.addAndGet(-together.size()) > 0) {
				send();
			}
			else {
				ended.complete(true);
			}
		});
	}

}
