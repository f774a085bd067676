package io.github.rocketmqlite.internal.consumer;

import java.util.Arrays;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished messages of one queue in a ring, each with one of three states and a
 * sequence number. The ring grows as needed; its size is a power of two. Who takes some
 * gets the earliest that are ready.
 * <p>
 * Threading: confined to the lock of its buffer.
 */
class MessageRing {

	static final int FIRST_CAPACITY = 64;

	private static final byte READY = 0;

	private static final byte TAKEN = 1;

	private static final byte DONE = 2;

	private final MessageQueue queue;

	private @Nullable ReceivedMessage[] messages = new ReceivedMessage[FIRST_CAPACITY];

	private byte[] states = new byte[FIRST_CAPACITY];

	/** The first message that is not done. */
	private long head;

	/** No message before this one is ready. */
	private long scan;

	private long tail;

	private int ready;

	private int taken;

	private long bytes;

	MessageRing(MessageQueue queue) {
		this.queue = queue;
	}

	boolean isEmpty() {
		return this.head == this.tail;
	}

	int ready() {
		return this.ready;
	}

	/** Whether there are messages to take. */
	boolean hasNext() {
		return this.ready > 0;
	}

	int taken() {
		return this.taken;
	}

	/** How many messages are held, ready or taken. */
	int held() {
		return this.ready + this.taken;
	}

	/** The bytes of those messages. */
	long bytes() {
		return this.bytes;
	}

	/** From the first to the last, those in between that are done included. */
	int span() {
		return (int) (this.tail - this.head);
	}

	/** The sequence number of the last message. */
	final long last() {
		return this.tail - 1;
	}

	ReceivedMessage first() {
		return message(this.head);
	}

	void append(ReceivedMessage message) {
		if (span() == this.states.length) {
			grow();
		}
		int slot = slot(this.tail);
		this.messages[slot] = message;
		this.states[slot] = READY;
		this.tail++;
		this.ready++;
		this.bytes += message.storeSize();
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

	/** Takes consecutive ready messages, the earliest; there must be some to take. */
	Slice take(int max) {
		while (this.states[slot(this.scan)] != READY) {
			this.scan++;
		}
		long first = this.scan;
		int limit = Math.min(max, this.ready);
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

	/** Takes a message that is ready. */
	final ReceivedMessage takeOne(long sequence) {
		this.states[slot(sequence)] = TAKEN;
		this.ready--;
		this.taken++;
		return message(sequence);
	}

	/** A taken message is done. */
	void done(long sequence) {
		int slot = slot(sequence);
		this.bytes -= message(sequence).storeSize();
		this.states[slot] = DONE;
		this.messages[slot] = null;
		this.taken--;
	}

	/** A taken message is ready again. */
	void giveBack(long sequence) {
		this.states[slot(sequence)] = READY;
		this.taken--;
		this.ready++;
		this.scan = Math.min(this.scan, sequence);
	}

	/** A taken message is given up: it is not held any more, but not done either. */
	void drop(long sequence) {
		this.states[slot(sequence)] = READY;
		this.taken--;
		this.bytes -= message(sequence).storeSize();
	}

	/** Gives up all messages that are ready. */
	void dropReady() {
		for (long sequence = this.scan; this.ready > 0; sequence++) {
			if (this.states[slot(sequence)] == READY) {
				this.bytes -= message(sequence).storeSize();
				this.ready--;
			}
		}
	}

	/** Puts another object in the place of a taken message. */
	void replace(long sequence, ReceivedMessage message) {
		this.messages[slot(sequence)] = message;
	}

	/** Forgets what is done before the first message that is not. */
	void trim() {
		while (this.head < this.tail && this.states[slot(this.head)] == DONE) {
			this.head++;
		}
		this.scan = Math.max(this.scan, this.head);
	}

	private int slot(long sequence) {
		return (int) (sequence & (this.states.length - 1));
	}

	final ReceivedMessage message(long sequence) {
		ReceivedMessage message = this.messages[slot(sequence)];
		if (message == null) {
			throw new IllegalStateException(this.queue + " has no unfinished message " + sequence);
		}
		return message;
	}

}
