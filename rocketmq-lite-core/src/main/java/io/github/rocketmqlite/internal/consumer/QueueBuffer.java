package io.github.rocketmqlite.internal.consumer;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

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
 * Messages sit in a ring, each with one of three states; a message that cannot be
 * finished holds back the offset but not, within the span of the ring, its successors.
 * <p>
 * Threading: thread-safe; the lock is short and never held while foreign code runs.
 */
final class QueueBuffer {

	private static final byte READY = 0;

	private static final byte TAKEN = 1;

	private static final byte DONE = 2;

	private static final int FIRST_CAPACITY = 64;

	private final MessageQueue queue;

	private final int maxMessages;

	private final int maxSpan;

	private final ByteBudget budget;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable ReceivedMessage[] messages = new ReceivedMessage[FIRST_CAPACITY];

	private byte[] states = new byte[FIRST_CAPACITY];

	private long head;

	private long scan;

	private long tail;

	private long nextOffset;

	private int ready;

	private int taken;

	private long bytes;

	private volatile boolean closed;

	private volatile boolean paused;

	private volatile long comesAgainFrom = Long.MAX_VALUE;

	private volatile long unconfirmed = Long.MAX_VALUE;

	private volatile Runnable finishedListener = () -> {
	};

	/**
	 * Makes an empty buffer.
	 * @param queue the queue it serves
	 * @param maxMessages the most unfinished messages it should hold
	 * @param budget the bytes it shares with other buffers
	 */
	QueueBuffer(MessageQueue queue, int maxMessages, ByteBudget budget) {
		this.queue = queue;
		this.maxMessages = maxMessages;
		this.maxSpan = Math.max(FIRST_CAPACITY, Integer.highestOneBit(Math.min(maxMessages, 1 << 24)) * 4);
		this.budget = budget;
	}

	MessageQueue queue() {
		return this.queue;
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
	 * @return how many messages were new
	 */
	int add(List<? extends ReceivedMessage> pulled, long next) {
		long added = 0;
		int count = 0;
		this.lock.lock();
		try {
			if (this.closed) {
				return 0;
			}
			for (ReceivedMessage message : pulled) {
				if (message.queueOffset() >= this.nextOffset) {
					append(message);
					added += message.storeSize();
					count++;
				}
			}
			this.nextOffset = Math.max(this.nextOffset, next);
			this.ready += count;
			this.bytes += added;
		}
		finally {
			this.lock.unlock();
		}
		if (added > 0) {
			this.budget.add(added);
		}
		return count;
	}

	private void append(ReceivedMessage message) {
		if (this.tail - this.head == this.states.length) {
			grow();
		}
		int slot = slot(this.tail);
		this.messages[slot] = message;
		this.states[slot] = READY;
		this.tail++;
		this.nextOffset = message.queueOffset() + 1;
	}

	private void grow() {
		@Nullable ReceivedMessage[] oldMessages = this.messages;
		byte[] oldStates = this.states;
		this.messages = Arrays.copyOf(oldMessages, oldMessages.length * 2);
		this.states = new byte[oldStates.length * 2];
		Arrays.fill(this.messages, null);
		for (long sequence = this.head; sequence < this.tail; sequence++) {
			int from = (int) (sequence & (oldStates.length - 1));
			this.messages[slot(sequence)] = oldMessages[from];
			this.states[slot(sequence)] = oldStates[from];
		}
	}

	/**
	 * Hands out consecutive messages that nobody has, the earliest first.
	 * @return {@code null} when there are none
	 */
	@Nullable Slice take(int max) {
		this.lock.lock();
		try {
			if (this.closed || this.paused || this.ready == 0) {
				return null;
			}
			while (this.states[slot(this.scan)] != READY) {
				this.scan++;
			}
			long first = this.scan;
			int limit = Math.min(Math.min(max, Slice.MAX_SIZE), this.ready);
			ReceivedMessage[] slice = new ReceivedMessage[limit];
			int size = 0;
			while (size < limit && this.scan < this.tail && this.states[slot(this.scan)] == READY) {
				slice[size++] = message(this.scan);
				this.states[slot(this.scan++)] = TAKEN;
			}
			this.ready -= size;
			this.taken += size;
			return new Slice(first, (size == limit) ? slice : Arrays.copyOf(slice, size));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes back messages that were handed out.
	 * @param first the sequence number of the first message of the slice
	 * @param done which of them are finished
	 * @param returned which of them were not begun or could not be finished
	 */
	void finish(long first, int done, int returned) {
		long freed = 0;
		boolean last;
		this.lock.lock();
		try {
			for (int rest = done; rest != 0; rest &= rest - 1) {
				freed += markDone(first + Integer.numberOfTrailingZeros(rest));
			}
			for (int rest = returned; rest != 0; rest &= rest - 1) {
				freed += takeBack(first + Integer.numberOfTrailingZeros(rest));
			}
			while (this.head < this.tail && this.states[slot(this.head)] == DONE) {
				this.head++;
			}
			this.scan = Math.max(this.scan, this.head);
			this.bytes -= freed;
			last = this.closed && this.taken == 0;
		}
		finally {
			this.lock.unlock();
		}
		if (freed > 0) {
			this.budget.release(freed);
		}
		if (last) {
			this.drained.complete(null);
		}
		if (done != 0) {
			this.finishedListener.run();
		}
	}

	private long markDone(long sequence) {
		int slot = slot(sequence);
		long size = message(sequence).storeSize();
		this.states[slot] = DONE;
		this.messages[slot] = null;
		this.taken--;
		return size;
	}

	private long takeBack(long sequence) {
		this.states[slot(sequence)] = READY;
		this.taken--;
		if (this.closed) {
			return message(sequence).storeSize();
		}
		this.ready++;
		this.scan = Math.min(this.scan, sequence);
		return 0;
	}

	/**
	 * Drops what nobody has begun. It counts as unfinished, so the offset stays before
	 * it.
	 * @return completes when the last message that was handed out is back
	 */
	CompletableFuture<@Nullable Void> close() {
		long freed = 0;
		boolean last;
		this.lock.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				freed = dropReady();
				this.bytes -= freed;
			}
			last = this.taken == 0;
		}
		finally {
			this.lock.unlock();
		}
		if (freed > 0) {
			this.budget.release(freed);
		}
		if (last) {
			this.drained.complete(null);
		}
		return this.drained;
	}

	private long dropReady() {
		long freed = 0;
		for (long sequence = this.scan; this.ready > 0; sequence++) {
			if (this.states[slot(sequence)] == READY) {
				freed += message(sequence).storeSize();
				this.ready--;
			}
		}
		return freed;
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
		return Math.min(this.unconfirmed, finishedOffset());
	}

	private long finishedOffset() {
		this.lock.lock();
		try {
			return (this.head == this.tail) ? this.nextOffset : message(this.head).queueOffset();
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
			int span = (int) (this.tail - this.head);
			return Math.max(0, Math.min(this.maxMessages - this.ready - this.taken, this.maxSpan - span));
		}
		finally {
			this.lock.unlock();
		}
	}

	int readyMessages() {
		this.lock.lock();
		try {
			return this.ready;
		}
		finally {
			this.lock.unlock();
		}
	}

	int cachedMessages() {
		this.lock.lock();
		try {
			return this.ready + this.taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	long cachedBytes() {
		this.lock.lock();
		try {
			return this.bytes;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the caller is the one to put this buffer into the dispatcher's line. */
	boolean enterLine() {
		return this.scheduled.compareAndSet(false, true);
	}

	void leaveLine() {
		this.scheduled.set(false);
	}

	private int slot(long sequence) {
		return (int) (sequence & (this.states.length - 1));
	}

	private ReceivedMessage message(long sequence) {
		ReceivedMessage message = this.messages[slot(sequence)];
		if (message == null) {
			throw new IllegalStateException(this.queue + " has no unfinished message " + sequence);
		}
		return message;
	}

}
