package io.github.rocketmqlite.internal.consumer;

import java.util.Arrays;
import java.util.List;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Some messages of one queue that a worker took in one go: consecutive ones, unless they
 * are of one ordering key.
 * <p>
 * Threading: immutable.
 */
class Slice {

	/** The most messages that one {@code int} can say of whether they are finished. */
	static final int MAX_SIZE = 32;

	private final long first;

	private final ReceivedMessage[] messages;

	Slice(long first, ReceivedMessage[] messages) {
		this.first = first;
		this.messages = messages;
	}

	/** The sequence number of a message in its buffer. */
	long sequence(int index) {
		return this.first + index;
	}

	final int size() {
		return this.messages.length;
	}

	final ReceivedMessage message(int index) {
		return this.messages[index];
	}

	/** Some of the messages, from one index to before another. */
	final List<ReceivedMessage> messages(int from, int to) {
		return (to == from + 1) ? List.of(this.messages[from]) : List.of(Arrays.copyOfRange(this.messages, from, to));
	}

	/** The mask of the messages from this index on, of those among the first 32. */
	final int from(int index) {
		int all = (this.messages.length >= MAX_SIZE) ? -1 : (1 << this.messages.length) - 1;
		return (index >= MAX_SIZE) ? 0 : all & (-1 << index);
	}

}
