package io.github.rocketmqlite.internal.consumer;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Some consecutive messages of one queue that a worker took in one go, at most 32 so that
 * an {@code int} says which of them are finished.
 * <p>
 * Threading: confined to the worker that took it.
 */
final class Slice {

	static final int MAX_SIZE = 32;

	private final long first;

	private final ReceivedMessage[] messages;

	Slice(long first, ReceivedMessage[] messages) {
		this.first = first;
		this.messages = messages;
	}

	/** The sequence number of the first message in its buffer. */
	long first() {
		return this.first;
	}

	int size() {
		return this.messages.length;
	}

	ReceivedMessage message(int index) {
		return this.messages[index];
	}

	/** The mask of the messages from this index on. */
	int from(int index) {
		int all = (this.messages.length == MAX_SIZE) ? -1 : (1 << this.messages.length) - 1;
		return (index == MAX_SIZE) ? 0 : all & (-1 << index);
	}

}
