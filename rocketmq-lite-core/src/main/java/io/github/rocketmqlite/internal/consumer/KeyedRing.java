package io.github.rocketmqlite.internal.consumer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A ring whose messages stand in one line for each ordering key, in which nobody is
 * served twice at a time: nothing of a line can be taken while something is. Of the lines
 * that are free, the one that has the earliest message is the first, because the offset
 * waits for it.
 * <p>
 * Lines are there as long as they have messages.
 * <p>
 * Threading: confined to the lock of its buffer.
 */
final class KeyedRing extends MessageRing {

	/** What messages without a key have in common. */
	private static final String NO_KEY = "";

	private final Map<String, Line> lines = new HashMap<>();

	/** The lines of which messages can be taken. */
	private final Queue<Line> free = new PriorityQueue<>(Comparator.comparingLong(Line::first));

	KeyedRing(MessageQueue queue) {
		super(queue);
	}

	/** What a message is ordered by. Never fails, whatever the message is made of. */
	static String key(ReceivedMessage message) {
		try {
			return Objects.requireNonNullElse(message.orderingKey(), NO_KEY);
		}
		catch (RuntimeException ex) {
			// nobody will be able to read it
			return NO_KEY;
		}
	}

	@Override
	void append(ReceivedMessage message) {
		super.append(message);
		Line line = this.lines.computeIfAbsent(key(message), Line::new);
		line.waiting.add(last());
		if (line.waiting.size() == 1) {
			release(line);
		}
	}

	@Override
	boolean hasNext() {
		return !this.free.isEmpty();
	}

	/** Takes messages of one key, the earliest; there must be some to take. */
	@Override
	Slice take(int max) {
		Line line = this.free.remove();
		line.taken = Math.min(max, line.waiting.size());
		long[] sequences = new long[line.taken];
		ReceivedMessage[] messages = new ReceivedMessage[line.taken];
		for (int i = 0; i < line.taken; i++) {
			sequences[i] = line.waiting.remove();
			messages[i] = takeOne(sequences[i]);
		}
		return new LineSlice(sequences, messages);
	}

	@Override
	void done(long sequence) {
		Line line = line(sequence);
		super.done(sequence);
		if (line != null) {
			back(line);
		}
	}

	@Override
	void giveBack(long sequence) {
		super.giveBack(sequence);
		Line line = line(sequence);
		if (line != null) {
			line.waiting.add(sequence);
			back(line);
		}
	}

	@Override
	void dropReady() {
		super.dropReady();
		this.lines.clear();
		this.free.clear();
	}

	/**
	 * Lets nothing of a key be taken until its suspension is ended; while something of it
	 * is.
	 */
	void suspend(String key) {
		Line line = this.lines.get(key);
		if (line != null) {
			line.suspended = true;
		}
	}

	void endSuspension(String key) {
		Line line = this.lines.get(key);
		if (line != null && line.suspended) {
			line.suspended = false;
			release(line);
		}
	}

	/** How many keys have messages here. */
	int lines() {
		return this.lines.size();
	}

	/** The line of a message that is taken; {@code null} when all lines are given up. */
	private @Nullable Line line(long sequence) {
		return this.lines.get(key(message(sequence)));
	}

	private void back(Line line) {
		line.taken--;
		if (line.taken == 0 && line.waiting.isEmpty()) {
			this.lines.remove(line.key);
		}
		else {
			release(line);
		}
	}

	private void release(Line line) {
		if (line.taken == 0 && !line.suspended && !line.waiting.isEmpty()) {
			this.free.add(line);
		}
	}

	/**
	 * The messages of one key.
	 */
	private static final class Line {

		private final String key;

		/** The messages that are ready. */
		private final Queue<Long> waiting = new PriorityQueue<>(2);

		/** How many others are taken. */
		private int taken;

		private boolean suspended;

		private Line(String key) {
			this.key = key;
		}

		private long first() {
			return Objects.requireNonNull(this.waiting.peek());
		}

	}

	/**
	 * Messages of one line, between which others stand in the queue.
	 */
	private static final class LineSlice extends Slice {

		private final long[] sequences;

		private LineSlice(long[] sequences, ReceivedMessage[] messages) {
			super(sequences[0], messages);
			this.sequences = sequences;
		}

		@Override
		long sequence(int index) {
			return this.sequences[index];
		}

	}

}
