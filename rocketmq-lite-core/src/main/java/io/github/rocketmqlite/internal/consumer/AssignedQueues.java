package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of one consumer. A queue that is being given up stays here until it is
 * released, so that no second epoch of it begins before the first has ended.
 * <p>
 * Threading: confined to the timer; what it shows may be read by any thread.
 */
final class AssignedQueues {

	private static final Logger logger = LoggerFactory.getLogger(AssignedQueues.class);

	private final QueueResources resources;

	private final Function<MessageQueue, @Nullable Instant> appearedAfter;

	private final Runnable onRegained;

	private final Map<MessageQueue, QueueAssignment> queues = new ConcurrentHashMap<>();

	private final Set<MessageQueue> wantedAgain = new HashSet<>();

	private final PausedQueues paused = new PausedQueues();

	private AssignmentEvents events = AssignmentEvents.NONE;

	private boolean closed;

	/**
	 * Starts without queues.
	 * @param resources what the queues share
	 * @param appearedAfter when a queue was not there yet, see
	 * {@link FirstRoutes#appearedAfter}
	 * @param onRegained told when a queue that was assigned anew while it was being given
	 * up is free to be taken
	 */
	AssignedQueues(QueueResources resources, Function<MessageQueue, @Nullable Instant> appearedAfter,
			Runnable onRegained) {
		this.resources = resources;
		this.appearedAfter = appearedAfter;
		this.onRegained = onRegained;
	}

	/** Sets who is told of changes; before the first update. */
	void tell(AssignmentEvents events) {
		this.events = events;
	}

	/**
	 * Brings the queues of one topic in line with the assignment.
	 * @param topic the topic
	 * @param assigned this member's queues of it
	 * @param settleTime how long to wait before a new queue is taken over
	 */
	void update(String topic, Set<MessageQueue> assigned, Duration settleTime) {
		if (this.closed) {
			return;
		}
		List<QueueAssignment> lost = this.queues.values()
			.stream()
			.filter((held) -> held.queue().topic().equals(topic) && held.isOwned())
			.filter((held) -> !assigned.contains(held.queue()))
			.toList();
		lost.forEach(this::giveUp);
		Set<MessageQueue> gained = new HashSet<>();
		for (MessageQueue queue : assigned) {
			if (take(queue, settleTime)) {
				gained.add(queue);
			}
		}
		if (!gained.isEmpty()) {
			this.events.assigned(Set.copyOf(gained));
		}
	}

	/** Gives up the queues of topics that are not read any more. */
	void retainTopics(Set<String> topics) {
		if (!this.closed) {
			this.queues.values()
				.stream()
				.filter((held) -> held.isOwned() && !topics.contains(held.queue().topic()))
				.toList()
				.forEach(this::giveUp);
		}
	}

	/** Returns whether the queue is a new one. */
	private boolean take(MessageQueue queue, Duration settleTime) {
		QueueAssignment held = this.queues.get(queue);
		if (held == null) {
			logger.info("Group {} gains {}", this.resources.subscriptions().group(), queue);
			QueueAssignment gained = newEpoch(queue);
			this.queues.put(queue, gained);
			gained.begin(settleTime);
			return true;
		}
		if (held.isOwned()) {
			held.wake();
		}
		else {
			this.wantedAgain.add(queue);
		}
		return false;
	}

	private QueueAssignment newEpoch(MessageQueue queue) {
		QueueAssignment epoch = new QueueAssignment(queue, this.resources, this);
		epoch.buffer().setPaused(this.paused.contains(queue));
		return epoch;
	}

	private void giveUp(QueueAssignment lost) {
		logger.info("Group {} loses {}", this.resources.subscriptions().group(), lost.queue());
		// nobody else may begin with an ordered queue before the last listener has ended
		Duration drainTimeout = this.resources.isOrdered() ? null : this.resources.options().drainTimeout();
		lost.release(drainTimeout).whenCompleteAsync((ignored, failure) -> {
			this.queues.remove(lost.queue(), lost);
			this.events.revoked(Set.of(lost.queue()));
			if (this.wantedAgain.remove(lost.queue()) && !this.closed) {
				this.onRegained.run();
			}
		}, this.resources.timer());
	}

	/** Asks where the group begins in a queue; on the timer. */
	CompletableFuture<StartOffset> startOffset(MessageQueue queue) {
		return StartOffset.find(queue, this.appearedAfter.apply(queue), this.resources);
	}

	/** Begins a new epoch of a queue where the group then is. */
	void restart(QueueAssignment old) {
		if (!this.closed && this.queues.get(old.queue()) == old) {
			this.wantedAgain.add(old.queue());
			giveUp(old);
		}
	}

	/** Begins a new epoch of a queue at another offset; the old one never commits. */
	void replace(QueueAssignment old, long startOffset) {
		QueueAssignment next = newEpoch(old.queue());
		if (this.closed || !this.queues.replace(old.queue(), old, next)) {
			return;
		}
		CompletableFuture<@Nullable Void> over = old.supersede(startOffset)
			.thenApplyAsync((ignored) -> null, this.resources.timer());
		next.follow(over);
		over.whenComplete((ignored, failure) -> {
			if (next.isOwned()) {
				next.beginAt(startOffset);
			}
			// the broker need not know of it if the next epoch wants the same lock
			QueueAssignment latest = this.queues.get(old.queue());
			old.unlock(latest == null || !latest.isOwned());
		});
	}

	/**
	 * Goes on at another offset.
	 * @return completes when the new epoch has begun, or one that took its place; fails
	 * when the queue is not this member's, or is given up before
	 */
	CompletableFuture<@Nullable Void> seek(MessageQueue queue, long offset) {
		QueueAssignment held = this.queues.get(queue);
		if (held == null || !held.isOwned() || this.closed) {
			return CompletableFuture.failedFuture(new IllegalStateException(
					queue + " is not assigned to this member of group " + this.resources.subscriptions().group()));
		}
		logger.info("Group {} goes on at offset {} of {}", this.resources.subscriptions().group(), offset, queue);
		replace(held, offset);
		QueueAssignment next = this.queues.get(queue);
		return (next != null) ? next.opened().thenAccept((opened) -> requireBegun(next, offset))
				: CompletableFuture.completedFuture(null);
	}

	private void requireBegun(QueueAssignment next, long offset) {
		QueueAssignment latest = this.queues.get(next.queue());
		if (!next.hasBegun() && (latest == null || !latest.isOwned())) {
			throw new IllegalStateException(next.queue() + " was given up by this member of group "
					+ this.resources.subscriptions().group() + " before it went on at offset " + offset);
		}
	}

	void subscriptionConflict(String ours, String theirs) {
		this.events.subscriptionConflict(ours, theirs);
	}

	void offsetMoved(MessageQueue queue, long from, long to) {
		this.events.offsetMoved(queue, from, to);
	}

	/** Whether the application lets a queue rest; on the timer. */
	boolean rests(MessageQueue queue) {
		return this.paused.contains(queue);
	}

	/** Lets queues rest or go on; on the timer. */
	void changePauses(Consumer<PausedQueues> change) {
		change.accept(this.paused);
		this.queues.values().forEach((held) -> {
			boolean rests = this.paused.contains(held.queue());
			if (rests != held.buffer().isPaused()) {
				held.setPaused(rests);
			}
		});
	}

	/**
	 * Gives up all queues and takes no more.
	 * @return completes when all are released; never fails
	 */
	CompletableFuture<@Nullable Void> close(Duration drainTimeout) {
		this.closed = true;
		Set<MessageQueue> all = owned();
		List<CompletableFuture<@Nullable Void>> releases = this.queues.values()
			.stream()
			.map((held) -> held.release(drainTimeout))
			.toList();
		return allOf(releases).whenComplete((ignored, failure) -> {
			if (!all.isEmpty()) {
				this.events.revoked(all);
			}
		});
	}

	/** Waits no longer for running listeners of queues that are being given up. */
	void cutDrains() {
		this.queues.values().forEach(QueueAssignment::cutDrain);
	}

	/**
	 * Completes when all queues that are held now and need not wait for a former owner
	 * are being pulled.
	 */
	CompletableFuture<@Nullable Void> opened() {
		return allOf(this.queues.values()
			.stream()
			.filter((held) -> !held.isSettling())
			.map(QueueAssignment::opened)
			.toList());
	}

	@Nullable QueueAssignment get(MessageQueue queue) {
		return this.queues.get(queue);
	}

	/** All queues, those that are being given up included. */
	Collection<QueueAssignment> all() {
		return this.queues.values();
	}

	/** The queues that are this member's and not being given up. */
	Set<MessageQueue> owned() {
		return this.queues.values()
			.stream()
			.filter(QueueAssignment::isOwned)
			.map(QueueAssignment::queue)
			.collect(Collectors.toUnmodifiableSet());
	}

	void wakeAll() {
		this.queues.values().forEach(QueueAssignment::wake);
	}

	private static CompletableFuture<@Nullable Void> allOf(List<CompletableFuture<@Nullable Void>> futures) {
		return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).thenApply((ignored) -> null);
	}

}
