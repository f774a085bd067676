package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * What polls returned and nobody has confirmed yet, for each epoch of a queue. The
 * offsets of these queues stay behind it.
 * <p>
 * Threading: thread-safe.
 */
final class PolledMessages {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<QueueBuffer, Polled> polled = new HashMap<>();

	private final PoisonMessages poison;

	PolledMessages(PoisonMessages poison) {
		this.poison = poison;
	}

	/** Takes messages from the buffers in line. */
	List<ReceivedMessage> take(PollLine line, int max) {
		List<ReceivedMessage> messages = new ArrayList<>();
		this.lock.lock();
		try {
			QueueBuffer buffer = line.next();
			while (buffer != null) {
				take(buffer, max, messages);
				if (buffer.readyMessages() > 0 && !buffer.isPaused()) {
					line.dispatch(buffer);
				}
				buffer = (messages.size() < max) ? line.next() : null;
			}
			return messages;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void take(QueueBuffer buffer, int max, List<ReceivedMessage> messages) {
		Slice slice = buffer.take(Math.min(max - messages.size(), Slice.MAX_SIZE));
		if (slice != null) {
			for (int i = 0; i < slice.size(); i++) {
				if (slice.message(i) instanceof UndecodableMessage undecodable) {
					this.poison.passOver(undecodable);
				}
				else {
					messages.add(slice.message(i));
				}
			}
			this.polled.computeIfAbsent(buffer, Polled::new).add(slice);
		}
	}

	/** Confirms all of it. */
	void confirmAll() {
		this.lock.lock();
		try {
			this.polled.values().forEach((some) -> some.confirm(some.position));
			this.polled.keySet().removeIf(QueueBuffer::isClosed);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Confirms what was polled of a queue before an offset.
	 * @throws IllegalArgumentException when that was not polled or is confirmed already
	 */
	void confirm(QueueBuffer buffer, long offset) {
		this.lock.lock();
		try {
			Polled some = this.polled.get(buffer);
			long first = buffer.commitOffset();
			long position = (some != null) ? Math.max(some.position, first) : first;
			if (offset < first || offset > position) {
				throw new IllegalArgumentException("Offset " + offset + " of " + buffer.queue()
						+ " cannot be committed: " + ((first == position) ? "only " + first + " can"
								: "what was polled and is not confirmed lies between " + first + " and " + position));
			}
			if (some != null) {
				some.confirm(offset);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Makes room for further messages, but confirms nothing.
	 */
	void free() {
		this.lock.lock();
		try {
			this.polled.values().forEach(Polled::free);
			this.polled.keySet().removeIf(QueueBuffer::isClosed);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Gives all of it back unconfirmed: nobody will confirm it any more. */
	void abandon() {
		this.lock.lock();
		try {
			this.polled.values().forEach(Polled::giveBack);
			this.polled.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The offset behind what was polled of a queue. */
	long position(QueueBuffer buffer) {
		this.lock.lock();
		try {
			Polled some = this.polled.get(buffer);
			long first = buffer.commitOffset();
			return (some != null) ? Math.max(some.position, first) : first;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What was polled in one epoch of a queue.
	 */
	private static final class Polled {

		private static final long NOTHING = Long.MAX_VALUE;

		private final QueueBuffer buffer;

		/** What the buffer counts as handed out. */
		private final List<Slice> slices = new ArrayList<>();

		private long unconfirmed = NOTHING;

		private long position;

		Polled(QueueBuffer buffer) {
			this.buffer = buffer;
		}

		void add(Slice slice) {
			this.slices.add(slice);
			this.unconfirmed = Math.min(this.unconfirmed, slice.message(0).queueOffset());
			this.position = slice.message(slice.size() - 1).queueOffset() + 1;
		}

		void confirm(long offset) {
			this.unconfirmed = (offset == this.position) ? NOTHING : offset;
			free();
		}

		void free() {
			this.buffer.holdBackAt(this.unconfirmed);
			this.slices.forEach((slice) -> this.buffer.finish(slice, 0, slice.from(0), 0));
			this.slices.clear();
		}

		void giveBack() {
			this.buffer.holdBackAt(this.unconfirmed);
			this.slices.forEach((slice) -> this.buffer.finish(slice, 0, 0, slice.from(0)));
			this.slices.clear();
		}

	}

}
