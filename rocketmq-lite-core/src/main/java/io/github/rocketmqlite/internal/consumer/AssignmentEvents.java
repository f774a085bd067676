package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.AssignmentListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the application's assignment listener what happened, one event after the other.
 * <p>
 * Threading: thread-safe; the listener runs on the executor.
 */
final class AssignmentEvents {

	private static final Logger logger = LoggerFactory.getLogger(AssignmentEvents.class);

	/** Tells nobody. */
	static final AssignmentEvents NONE = new AssignmentEvents(null, (task) -> {
	});

	private final @Nullable AssignmentListener listener;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Bounded by the changes of an assignment that a slow listener lets come together.
	 */
	private final Queue<Consumer<AssignmentListener>> waiting = new ArrayDeque<>();

	private boolean running;

	AssignmentEvents(@Nullable AssignmentListener listener, Executor executor) {
		this.listener = listener;
		this.executor = executor;
	}

	void assigned(Set<MessageQueue> queues) {
		tell((told) -> told.onAssigned(queues));
	}

	void revoked(Set<MessageQueue> queues) {
		tell((told) -> told.onRevoked(queues));
	}

	void offsetMoved(MessageQueue queue, long from, long to) {
		tell((told) -> told.onOffsetMoved(queue, from, to));
	}

	void subscriptionConflict(String ours, String theirs) {
		tell((told) -> told.onSubscriptionConflict(ours, theirs));
	}

	private void tell(Consumer<AssignmentListener> event) {
		if (this.listener == null) {
			return;
		}
		this.lock.lock();
		try {
			this.waiting.add(event);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
		this.executor.execute(this::tellAll);
	}

	private void tellAll() {
		Consumer<AssignmentListener> event = next();
		while (event != null) {
			try {
				if (this.listener != null) {
					event.accept(this.listener);
				}
			}
			catch (Throwable failure) {
				logger.warn("Assignment listener {} failed", this.listener, failure);
			}
			event = next();
		}
	}

	private @Nullable Consumer<AssignmentListener> next() {
		this.lock.lock();
		try {
			Consumer<AssignmentListener> event = this.waiting.poll();
			this.running = event != null;
			return event;
		}
		finally {
			this.lock.unlock();
		}
	}

}
