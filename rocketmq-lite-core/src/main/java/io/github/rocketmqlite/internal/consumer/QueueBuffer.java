package io.github.rocketmqlite.internal.consumer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one queue that were pulled and are not finished, in the order of the
 * queue, and with them the offset before which everything is finished. Stands between the
 * puller and the dispatcher.
 * <p>
 * One buffer lives as long as one assignment of its queue: it is the epoch that pulls,
 * running listeners and commits carry along. Once closed it takes and hands out nothing.
 * <p>
 * A message that cannot be finished holds back the offset but not, within the span of the
 * buffer, its successors; unless the queue is ordered: then nothing is handed out while
 * something is, or nothing of the same ordering key ({@link KeyedRing}).
 * <p>
 * Threading: thread-safe; the lock is short and never held while foreign code runs.
 */
final class QueueBuffer {

	/** What {@link #add} returns when there is no room. */
	static final int NO_ROOM = -1;

	private final MessageQueue queue;

	private final QueueLimits limits;

	private final CacheBudget budget;

	/** Whether nothing is handed out while something is. */
	private final boolean oneByOne;

	private final BooleanSupplier permission;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final MessageRing ring;

	/** The same, if messages are ordered by their keys. */
	private final @Nullable KeyedRing lines;

	private long nextOffset;

	/** Counts suspensions; only the last one can be ended. */
	private int suspensions;

	private volatile boolean suspended;

	private volatile long consumedMillis;

	private volatile boolean closed;

	private volatile boolean paused;

	private volatile long comesAgainFrom = Long.MAX_VALUE;

	private volatile long unconfirmed = Long.MAX_VALUE;

	private volatile Runnable finishedListener = () -> {
	};

	/**
	 * Makes an empty buffer without order.
	 * @param queue the queue it serves
	 * @param maxMessages the most unfinished messages it should hold
	 * @param budget the bytes it shares with other buffers
	 */
	QueueBuffer(MessageQueue queue, int maxMessages, ByteBudget budget) {
		this(queue, QueueLimits.ofMessages(maxMessages), CacheBudget.of(budget), Order.NONE, () -> true);
	}

	/**
	 * Makes an empty buffer.
	 * @param queue the queue it serves
	 * @param limits how much it should hold
	 * @param budget what it shares with other buffers
	 * @param order which messages are handed out one after another
	 * @param permission whether anything may be handed out now; asked each time
	 */
	QueueBuffer(MessageQueue queue, QueueLimits limits, CacheBudget budget, Order order, BooleanSupplier permission) {
		this.queue = queue;
		this.limits = limits;
		this.budget = budget;
		this.oneByOne = order == Order.QUEUE;
		this.permission = permission;
		this.lines = (order == Order.KEY) ? new KeyedRing(queue) : null;
		this.ring = (this.lines != null) ? this.lines : new MessageRing(queue);
	}

	MessageQueue queue() {
		return this.queue;
	}

	CacheBudget budget() {
		return this.budget;
	}

	/** Sets what is run, on any thread, after messages were finished. */
	void onFinished(Runnable listener) {
		this.finishedListener = listener;
	}

	/** Sets the offset at which the epoch begins; before anything is added. */
	void startAt(long offset) {
		this.lock.lock();
		try {
			this.nextOffset = offset;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes over what a pull brought.
	 * @param pulled the wanted messages in the order of the queue; those pulled before
	 * are ignored
	 * @param next the offset behind all that the pull covered, unwanted messages included
	 * @return how many messages were new, or {@link #NO_ROOM} if nothing was taken over
	 * and all must be pulled again when the budget has room
	 */
	int add(List<? extends ReceivedMessage> pulled, long next) {
		int count = pulled.size();
		long bytes = 0;
		for (int i = 0; i < count; i++) {
			bytes += pulled.get(i).storeSize();
		}
		if (count > 0 && !this.budget.tryAdd(count, bytes)) {
			return NO_ROOM;
		}
		int added = 0;
		this.lock.lock();
		try {
			if (!this.closed) {
				long held = this.ring.bytes();
				added = append(pulled, next);
				count -= added;
				bytes -= this.ring.bytes() - held;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (count > 0) {
			// nobody needed them any more
			this.budget.release(count, bytes);
		}
		return added;
	}

	private int append(List<? extends ReceivedMessage> pulled, long next) {
		int added = 0;
		for (int i = 0; i < pulled.size(); i++) {
			ReceivedMessage message = pulled.get(i);
			if (message.queueOffset() >= this.nextOffset) {
				this.ring.append(message);
				this.nextOffset = message.queueOffset() + 1;
				added++;
			}
		}
		this.nextOffset = Math.max(this.nextOffset, next);
		return added;
	}

	/**
	 * Hands out messages that nobody has, the earliest first: consecutive ones, or some
	 * of one key.
	 * @return {@code null} when there are none, or none may be handed out now
	 */
	@Nullable Slice take(int max) {
		this.lock.lock();
		try {
			boolean available = this.ring.hasNext() && !(this.oneByOne && this.ring.taken() > 0);
			if (!available || !mayHandOut()) {
				return null;
			}
			this.consumedMillis = System.currentTimeMillis();
			return this.ring.take(max);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes back messages that were handed out.
	 * @param slice what they were handed out in
	 * @param from the index there of the first message
	 * @param done which of the 32 messages from there on are finished
	 * @param returned which of them were not begun or could not be finished
	 */
	void finish(Slice slice, int from, int done, int returned) {
		int count;
		long bytes;
		boolean last;
		this.lock.lock();
		try {
			count = this.ring.held();
			bytes = this.ring.bytes();
			for (int rest = done; rest != 0; rest &= rest - 1) {
				this.ring.done(slice.sequence(from + Integer.numberOfTrailingZeros(rest)));
			}
			for (int rest = returned; rest != 0; rest &= rest - 1) {
				giveBack(slice.sequence(from + Integer.numberOfTrailingZeros(rest)));
			}
			this.ring.trim();
			this.consumedMillis = System.currentTimeMillis();
			count -= this.ring.held();
			bytes -= this.ring.bytes();
			last = this.closed && this.ring.taken() == 0;
		}
		finally {
			this.lock.unlock();
		}
		if (count > 0) {
			this.budget.release(count, bytes);
		}
		if (last) {
			this.drained.complete(null);
		}
		if (done != 0) {
			this.finishedListener.run();
		}
	}

	private void giveBack(long sequence) {
		if (this.closed) {
			this.ring.drop(sequence);
		}
		else {
			this.ring.giveBack(sequence);
		}
	}

	/** Puts another object in the place of a message that was handed out. */
	void replace(long sequence, ReceivedMessage message) {
		this.lock.lock();
		try {
			this.ring.replace(sequence, message);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Hands out nothing until this suspension is ended. A later one takes its place.
	 * @return what {@link #endSuspension} needs
	 */
	int suspend() {
		this.lock.lock();
		try {
			this.suspended = true;
			return ++this.suspensions;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether anything may be handed out now. */
	boolean mayHandOut() {
		return !this.closed && !this.paused && !this.suspended && this.permission.getAsBoolean();
	}

	/** Whether the suspension was the last one, so that messages are handed out again. */
	boolean endSuspension(int suspension) {
		this.lock.lock();
		try {
			if (suspension != this.suspensions) {
				return false;
			}
			this.suspended = false;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Hands out nothing of a key until its suspension is ended. */
	void suspend(String key) {
		if (this.lines != null) {
			this.lock.lock();
			try {
				this.lines.suspend(key);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/** Hands out messages of a key again. */
	void endSuspension(String key) {
		if (this.lines != null) {
			this.lock.lock();
			try {
				this.lines.endSuspension(key);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Drops what nobody has begun. It counts as unfinished, so the offset stays before
	 * it.
	 * @return completes when the last message that was handed out is back
	 */
	CompletableFuture<@Nullable Void> close() {
		int count;
		long bytes;
		boolean last;
		this.lock.lock();
		try {
			count = this.ring.held();
			bytes = this.ring.bytes();
			if (!this.closed) {
				this.closed = true;
				this.ring.dropReady();
			}
			count -= this.ring.held();
			bytes -= this.ring.bytes();
			last = this.ring.taken() == 0;
		}
		finally {
			this.lock.unlock();
		}
		if (count > 0) {
			this.budget.release(count, bytes);
		}
		if (last) {
			this.drained.complete(null);
		}
		return this.drained;
	}

	/**
	 * Declares that messages from this offset on are delivered again by the queue itself,
	 * so that nobody needs to care for those that fail from now on.
	 */
	void comesAgainFrom(long offset) {
		this.comesAgainFrom = offset;
	}

	boolean comesAgain(ReceivedMessage message) {
		return message.queueOffset() >= this.comesAgainFrom;
	}

	/** Sets whether messages stay where they are for now. */
	void setPaused(boolean paused) {
		this.paused = paused;
	}

	boolean isPaused() {
		return this.paused;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Holds back the offset: what is finished from here on is not confirmed yet. Never
	 * before {@link #commitOffset()}.
	 */
	void holdBackAt(long offset) {
		this.unconfirmed = offset;
	}

	/** The offset before which everything is finished. Never falls. */
	long commitOffset() {
		// in this order: what is finished after the offset was held back is not confirmed
		long finished = finishedOffset();
		return Math.min(finished, this.unconfirmed);
	}

	private long finishedOffset() {
		this.lock.lock();
		try {
			return this.ring.isEmpty() ? this.nextOffset : this.ring.first().queueOffset();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The offset of the next pull. */
	long nextOffset() {
		this.lock.lock();
		try {
			return this.nextOffset;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How many more messages may be added now. */
	int room() {
		this.lock.lock();
		try {
			if (this.ring.bytes() >= this.limits.bytes()) {
				return 0;
			}
			return Math.max(0,
					Math.min(this.limits.messages() - this.ring.held(), this.limits.span() - this.ring.span()));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether there is something to hand out, if anything may be now. */
	boolean hasNext() {
		this.lock.lock();
		try {
			return this.ring.hasNext();
		}
		finally {
			this.lock.unlock();
		}
	}

	int readyMessages() {
		this.lock.lock();
		try {
			return this.ring.ready();
		}
		finally {
			this.lock.unlock();
		}
	}

	int cachedMessages() {
		this.lock.lock();
		try {
			return this.ring.held();
		}
		finally {
			this.lock.unlock();
		}
	}

	long cachedBytes() {
		this.lock.lock();
		try {
			return this.ring.bytes();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** When messages were last handed out or taken back; 0 for never. */
	long consumedMillis() {
		return this.consumedMillis;
	}

	/** Whether the caller is the one to put this buffer into the dispatcher's line. */
	boolean enterLine() {
		return this.scheduled.compareAndSet(false, true);
	}

	void leaveLine() {
		this.scheduled.set(false);
	}

}
