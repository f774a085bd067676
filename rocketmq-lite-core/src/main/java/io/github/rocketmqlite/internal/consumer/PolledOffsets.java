package io.github.rocketmqlite.internal.consumer;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.offset.OffsetStore;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a consumer that is polled: where it stands in each of its queues, what
 * is confirmed of it, and what of that is stored.
 * <p>
 * Threading: thread-safe and never blocking; commits are made on the timer.
 */
final class PolledOffsets {

	private final String group;

	private final AssignedQueues queues;

	private final PolledMessages polled;

	private final OffsetStore store;

	private final ConsumerSettings settings;

	PolledOffsets(String group, AssignedQueues queues, PolledMessages polled, OffsetStore store,
			ConsumerSettings settings) {
		this.group = group;
		this.queues = queues;
		this.polled = polled;
		this.store = store;
		this.settings = settings;
	}

	/**
	 * Confirms what was polled and stores it.
	 * @param given the offsets of single queues; none for all that was polled
	 * @throws IllegalStateException when a queue is not assigned
	 * @throws IllegalArgumentException when an offset was not polled
	 */
	CompletableFuture<@Nullable Void> commit(Map<MessageQueue, Long> given) {
		if (given.isEmpty()) {
			this.polled.confirmAll();
		}
		given.forEach((queue, offset) -> this.polled.confirm(requireAssigned(queue).buffer(), offset));
		return CompletableFuture.supplyAsync(this::storeAll, this.settings.timer()).thenCompose((stored) -> stored);
	}

	private CompletableFuture<@Nullable Void> storeAll() {
		Deadline deadline = Deadline.after(this.settings.requestTimeout());
		Set<MessageQueue> failed = ConcurrentHashMap.newKeySet();
		CompletableFuture<?>[] commits = this.queues.all()
			.stream()
			.map((held) -> held.commit(deadline).thenAccept((stored) -> {
				if (!stored) {
					failed.add(held.queue());
				}
			}))
			.toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(commits).thenAccept((ignored) -> {
			if (!failed.isEmpty()) {
				throw new RocketException(
						"The offsets of " + failed + " could not be stored for group " + this.group + " within "
								+ this.settings.requestTimeout() + " and will be reported again",
						Outcome.UNKNOWN, null);
			}
		});
	}

	/** What the broker has stored. */
	CompletableFuture<OptionalLong> committed(MessageQueue queue) {
		return this.store.read(queue, Deadline.after(this.settings.requestTimeout()));
	}

	/**
	 * The offset of the next message, as soon as that is known.
	 * @throws IllegalStateException when the queue is not assigned, now or then
	 */
	CompletableFuture<Long> position(MessageQueue queue) {
		return requireAssigned(queue).opened()
			.thenApply((opened) -> this.polled.position(requireAssigned(queue).buffer()));
	}

	/** Returns a queue that is this member's. */
	QueueAssignment requireAssigned(MessageQueue queue) {
		QueueAssignment held = this.queues.get(queue);
		if (held == null || !held.isOwned()) {
			throw new IllegalStateException(queue + " is not assigned to this member of group " + this.group
					+ ", which has " + this.queues.owned());
		}
		return held;
	}

	/** Stores nothing any more. */
	CompletableFuture<@Nullable Void> close() {
		return this.store.close();
	}

}
