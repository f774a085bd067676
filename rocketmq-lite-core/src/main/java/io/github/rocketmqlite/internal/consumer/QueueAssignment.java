package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.IllegalOffsetPolicy;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.offset.TrackedOffset;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue from the moment it is this member's until it is given up: one epoch. Getting
 * it means to wait for its former owner, read the committed offset last, then pull.
 * Losing it means to stop pulling, let running listeners finish, commit, then release.
 * Nothing of an epoch is committed after its end.
 * <p>
 * Threading: confined to the timer; what it shows may be read by any thread.
 */
final class QueueAssignment implements QueuePuller.Events, QueueLock.Owner {

	private static final Logger logger = LoggerFactory.getLogger(QueueAssignment.class);

	/**
	 * How long a former owner is given to finish and commit before its offset is read.
	 */
	static final Duration SETTLE_TIME = Duration.ofMillis(500);

	private static final long MAX_OFFSET_DELAY_MILLIS = 3000;

	private final MessageQueue queue;

	private final QueueResources resources;

	private final AssignedQueues owner;

	private final QueueBuffer buffer;

	private final QueuePuller puller;

	private final Backoff offsetBackoff;

	private final CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();

	private volatile State state = State.PREPARING;

	private volatile @Nullable TrackedOffset offset;

	/** The broker's permission to consume in order, if that is needed. */
	private volatile @Nullable QueueLock lock;

	/** Completes when the last listener of the epoch before this one has ended. */
	private CompletableFuture<@Nullable Void> predecessor = CompletableFuture.completedFuture(null);

	private boolean lockLost;

	private boolean settling;

	private @Nullable CompletableFuture<Boolean> drained;

	private @Nullable CompletableFuture<@Nullable Void> released;

	QueueAssignment(MessageQueue queue, QueueResources resources, AssignedQueues owner) {
		this.queue = queue;
		this.offsetBackoff = new Backoff(resources.cluster().clientId(), queue);
		this.resources = resources;
		this.owner = owner;
		this.buffer = new QueueBuffer(queue, QueueLimits.of(resources.options()), resources.budgets().of(queue.topic()),
				Order.of(resources.options().handling()), this::mayHandOut);
		this.puller = new QueuePuller(this.buffer, resources, this);
		this.buffer.onFinished(this.puller::wake);
	}

	MessageQueue queue() {
		return this.queue;
	}

	QueueBuffer buffer() {
		return this.buffer;
	}

	/** Whether the queue is this member's and not being given up. */
	boolean isOwned() {
		return this.state == State.PREPARING || this.state == State.PULLING;
	}

	/** Whether its progress is known here. */
	boolean isOpen() {
		return this.state == State.PULLING;
	}

	/** Lets the queue rest, or go on. Running listeners finish. */
	void setPaused(boolean paused) {
		this.buffer.setPaused(paused);
		if (!paused) {
			this.puller.wake();
			this.resources.dispatcher().dispatch(this.buffer);
		}
	}

	boolean isRefused() {
		return this.puller.isRefused();
	}

	/** Completes when pulling has begun or will never begin. */
	CompletableFuture<@Nullable Void> opened() {
		return this.opened;
	}

	/** Whether pulling has begun, though it may have ended since. */
	boolean hasBegun() {
		return this.offset != null;
	}

	void wake() {
		this.puller.wake();
	}

	private boolean mayHandOut() {
		QueueLock held = this.lock;
		return this.resources.locks() == null || (held != null && held.isHeld());
	}

	/** Whether the broker has locked the queue for this member. */
	boolean isLocked() {
		QueueLock wanted = this.lock;
		return wanted != null && wanted.isHeld();
	}

	/** When it did so for the last time, in milliseconds since 1970; 0 for never. */
	long lockedMillis() {
		QueueLock wanted = this.lock;
		return (wanted != null) ? wanted.grantedMillis() : 0;
	}

	/** When the queue was pulled for the last time; 0 for never. */
	long pulledMillis() {
		return this.puller.pulledMillis();
	}

	/** Whether it waits, or waited, for a former owner. */
	boolean isSettling() {
		return this.settling;
	}

	/** Begins the epoch at the committed offset. */
	void begin(Duration settleTime) {
		this.settling = !settleTime.isZero();
		this.resources.timer().schedule(() -> lockThen(this::readOffset), settleTime.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Begins the epoch at a given offset, which replaces the committed one. */
	void beginAt(long startOffset) {
		lockThen(() -> {
			if (this.state == State.PREPARING) {
				open(new StartOffset(startOffset, OptionalLong.empty()));
			}
		});
	}

	/** Goes on when the broker's lock is granted, at once if none is needed. */
	private void lockThen(Runnable next) {
		QueueLocks locks = this.resources.locks();
		if (locks == null || this.state != State.PREPARING) {
			next.run();
			return;
		}
		QueueLock wanted = locks.want(this.queue, this);
		this.lock = wanted;
		wanted.granted().thenRun(next);
	}

	@Override
	public void regained() {
		this.resources.dispatcher().dispatch(this.buffer);
	}

	@Override
	public void lost() {
		// whoever has the lock now commits
		this.lockLost = true;
		endOffset();
		if (this.state == State.PREPARING || this.state == State.PULLING) {
			this.owner.restart(this);
		}
	}

	private void readOffset() {
		if (this.state == State.PREPARING) {
			this.owner.startOffset(this.queue).whenCompleteAsync(this::offsetRead, this.resources.timer());
		}
	}

	private void offsetRead(@Nullable StartOffset start, @Nullable Throwable failure) {
		if (this.state != State.PREPARING) {
			return;
		}
		if (start != null) {
			open(start);
			return;
		}
		String cause = (failure != null) ? String.valueOf(Blocking.unwrap(failure).getMessage()) : "no answer";
		if (this.offsetBackoff.failures() == 0) {
			logger.warn("Offset of {} for group {} is not known, pulling waits for it: {}", this.queue,
					this.resources.subscriptions().group(), cause);
			this.resources.cluster().refreshRoute(this.queue.topic());
		}
		else {
			logger.debug("Offset of {} is still not known: {}", this.queue, cause);
		}
		this.resources.timer()
			.schedule(this::readOffset, this.offsetBackoff.nextMillis(MAX_OFFSET_DELAY_MILLIS), TimeUnit.MILLISECONDS);
	}

	private void open(StartOffset start) {
		logger.debug("Pulling {} for group {} from offset {}", this.queue, this.resources.subscriptions().group(),
				start.offset());
		this.buffer.startAt(start.offset());
		// brokers of 4.9 also say 0 when they have no offset; and of several first
		// commits of
		// a group that come together they keep one: here the first one says nothing new
		OptionalLong committed = (start.committed().orElse(0) == 0) ? OptionalLong.empty() : start.committed();
		TrackedOffset tracked = this.resources.offsets().track(this.queue, committed, this.buffer::commitOffset);
		this.offset = tracked;
		this.state = State.PULLING;
		if (committed.isEmpty()) {
			// from now on the group has a place in this queue, even without a message
			tracked.commit(Deadline.after(this.resources.requestTimeout()));
		}
		this.puller.start();
		this.opened.complete(null);
	}

	/**
	 * Stores the progress now; on the timer.
	 * @return whether it is stored; never fails
	 */
	CompletableFuture<Boolean> commit(Deadline deadline) {
		TrackedOffset tracked = this.offset;
		return (tracked != null) ? tracked.commit(deadline) : CompletableFuture.completedFuture(true);
	}

	@Override
	public void connectionLost() {
		TrackedOffset tracked = this.offset;
		if (tracked != null) {
			// a master that comes back may have an older offset than it confirmed
			tracked.markUnconfirmed();
		}
		QueueLocks locks = this.resources.locks();
		QueueLock held = this.lock;
		if (locks != null && held != null) {
			// and it knows of no locks
			this.resources.timer().execute(() -> locks.doubt(held));
		}
	}

	@Override
	public void offsetMoved(PullMessageResponse response) {
		this.resources.timer().execute(() -> {
			if (this.state == State.PULLING) {
				moveOffset(response);
			}
		});
	}

	private void moveOffset(PullMessageResponse response) {
		long from = this.buffer.nextOffset();
		boolean reset = from >= response.minOffset() && from <= response.maxOffset();
		IllegalOffsetPolicy policy = this.resources.options().offsets().illegalOffset();
		if (policy == IllegalOffsetPolicy.STOP && !reset) {
			logger.error(
					"Offset {} of {} for group {} is not at the broker, which has {} to {}: the queue rests until the"
							+ " application seeks",
					from, this.queue, this.resources.subscriptions().group(), response.minOffset(),
					response.maxOffset());
			this.owner.offsetMoved(this.queue, from, from);
			return;
		}
		long to = (reset || policy == IllegalOffsetPolicy.NEAREST) ? response.nextOffset()
				: (policy == IllegalOffsetPolicy.FIRST) ? response.minOffset() : response.maxOffset();
		logger.warn("Offset of {} for group {} moves from {} to {}: the broker has reset it or does not have it",
				this.queue, this.resources.subscriptions().group(), from, to);
		this.owner.offsetMoved(this.queue, from, to);
		this.owner.replace(this, to);
	}

	/** This epoch comes after another, whose listener may still run if order matters. */
	void follow(CompletableFuture<@Nullable Void> over) {
		if (this.resources.isOrdered()) {
			this.predecessor = over;
		}
	}

	/**
	 * Ends the epoch because another one begins for the same queue.
	 * @param nextOffset where that one begins
	 * @return completes when no commit of this epoch is under way any more, and no
	 * listener of an ordered queue
	 */
	CompletableFuture<@Nullable Void> supersede(long nextOffset) {
		this.state = State.RELEASED;
		this.opened.complete(null);
		this.puller.stop();
		this.buffer.comesAgainFrom(nextOffset);
		CompletableFuture<@Nullable Void> finished = this.buffer.close();
		CompletableFuture<@Nullable Void> ended = endOffset();
		if (!this.resources.isOrdered()) {
			return ended;
		}
		return finished.thenCompose((ignored) -> this.predecessor).thenCompose((ignored) -> ended);
	}

	/**
	 * Gives the queue up.
	 * @param drainTimeout how long running listeners may take from now on; {@code null}
	 * for as long as they want
	 * @return completes when the progress is committed, or could not be in time; never
	 * fails
	 */
	CompletableFuture<@Nullable Void> release(@Nullable Duration drainTimeout) {
		if (this.released == null) {
			this.released = switch (this.state) {
				case PREPARING, RELEASED -> {
					this.state = State.RELEASED;
					this.opened.complete(null);
					this.drained = this.predecessor.thenApply((ignored) -> true);
					yield this.drained.thenCompose(this::unlock);
				}
				case PULLING, DRAINING -> drain();
			};
		}
		if (drainTimeout != null && this.drained != null && !this.drained.isDone()) {
			this.resources.timer().schedule(this::cutDrain, drainTimeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		return this.released;
	}

	private CompletableFuture<@Nullable Void> drain() {
		this.state = State.DRAINING;
		this.puller.stop();
		CompletableFuture<Boolean> finished = this.buffer.close().thenApply((ignored) -> true);
		this.drained = finished;
		return finished.thenComposeAsync((inTime) -> {
			if (!inTime) {
				logger.warn(
						"Listeners of {} still run and group {} waits no longer for them: up to {} messages will come"
								+ " again",
						this.queue, this.resources.subscriptions().group(), this.buffer.cachedMessages());
			}
			return commitLast().thenComposeAsync((committed) -> unlock(inTime), this.resources.timer());
		}, this.resources.timer());
	}

	/**
	 * Gives the lock back. While a listener still runs the broker keeps it, as long as it
	 * does without being asked: nobody else gets the queue meanwhile.
	 */
	CompletableFuture<@Nullable Void> unlock(boolean nobodyRuns) {
		QueueLock held = this.lock;
		QueueLocks locks = this.resources.locks();
		if (held == null || locks == null || this.lockLost) {
			return CompletableFuture.completedFuture(null);
		}
		if (nobodyRuns) {
			return locks.release(held);
		}
		locks.forget(held);
		return CompletableFuture.completedFuture(null);
	}

	/** Waits no longer for running listeners; they are not interrupted. */
	void cutDrain() {
		if (this.drained != null) {
			this.drained.complete(false);
		}
	}

	private CompletableFuture<@Nullable Void> commitLast() {
		TrackedOffset tracked = this.offset;
		if (tracked == null) {
			return CompletableFuture.completedFuture(null);
		}
		// what is unfinished at this moment stays unfinished for this epoch
		this.buffer.comesAgainFrom(this.buffer.commitOffset());
		if (this.lockLost) {
			logger.warn("Offset {} of {} is not committed for group {} without its lock: messages may come again",
					this.buffer.commitOffset(), this.queue, this.resources.subscriptions().group());
			this.state = State.RELEASED;
			return CompletableFuture.completedFuture(null);
		}
		return tracked.commit(Deadline.after(this.resources.requestTimeout())).thenComposeAsync((committed) -> {
			if (!committed) {
				logger.warn(
						"Offset {} of {} could not be committed for group {} before the queue was given up:"
								+ " messages may come again",
						this.buffer.commitOffset(), this.queue, this.resources.subscriptions().group());
			}
			this.state = State.RELEASED;
			return endOffset();
		}, this.resources.timer());
	}

	private CompletableFuture<@Nullable Void> endOffset() {
		TrackedOffset tracked = this.offset;
		return (tracked != null) ? tracked.end() : CompletableFuture.completedFuture(null);
	}

	private enum State {

		/** Waiting for the former owner and the committed offset. */
		PREPARING,

		PULLING,

		/** Lost; waiting for running listeners and the last commit. */
		DRAINING,

		RELEASED

	}

}
