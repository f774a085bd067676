package io.github.rocketmqlite.internal.trace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.github.rocketmqlite.Message;
import org.jspecify.annotations.Nullable;

/**
 * The records that wait to be sent, a bounded number of them: a new one displaces the
 * oldest.
 * <p>
 * Threading: thread-safe; the lock is held for moments.
 */
final class TraceQueue {

	/** The most bytes of records in one message (protocol 14). */
	private static final int MAX_BODY_BYTES = 128_000;

	/** Keys share the 32,767 bytes of a message's properties with others. */
	private static final int MAX_KEY_BYTES = 16_000;

	private final TraceSettings settings;

	private final ReentrantLock lock = new ReentrantLock();

	private final ArrayDeque<TraceRecord> records = new ArrayDeque<>();

	TraceQueue(TraceSettings settings) {
		this.settings = settings;
	}

	/**
	 * Adds a record.
	 * @return how many records were dropped for it
	 */
	int add(TraceRecord added) {
		this.lock.lock();
		try {
			this.records.add(added);
			if (this.records.size() <= this.settings.maxQueued()) {
				return 0;
			}
			this.records.remove();
			return 1;
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.records.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Drops all records.
	 * @return how many there were
	 */
	int clear() {
		this.lock.lock();
		try {
			int count = this.records.size();
			this.records.clear();
			return count;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes the oldest records, as many as one message may hold.
	 * @return {@code null} when there are none
	 */
	@Nullable Batch take() {
		this.lock.lock();
		try {
			Batch batch = new Batch();
			TraceRecord next = this.records.peek();
			while (next != null && batch.count < this.settings.batchSize() && batch.add(next)) {
				this.records.remove();
				next = this.records.peek();
			}
			return (batch.count == 0) ? null : batch;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The records of one message.
	 */
	static final class Batch {

		private final StringBuilder text = new StringBuilder(1024);

		private final Set<String> keys = new LinkedHashSet<>();

		private int bodyBytes;

		private int keyBytes;

		private int count;

		/** The first record is always taken; a key too many is left out. */
		private boolean add(TraceRecord added) {
			int size = bytes(added.text());
			int keySize = added.keys().stream().mapToInt((key) -> bytes(key) + 1).sum();
			boolean fits = this.bodyBytes + size <= MAX_BODY_BYTES && this.keyBytes + keySize <= MAX_KEY_BYTES;
			if (!fits && this.count > 0) {
				return false;
			}
			this.text.append(added.text());
			this.bodyBytes += size;
			this.count++;
			for (String key : added.keys()) {
				if (this.keyBytes + bytes(key) < MAX_KEY_BYTES) {
					this.keys.add(key);
					this.keyBytes += bytes(key) + 1;
				}
			}
			return true;
		}

		private static int bytes(String value) {
			return value.getBytes(StandardCharsets.UTF_8).length;
		}

		int count() {
			return this.count;
		}

		Message message(String topic) {
			return Message.builder(topic).keys(this.keys).body(this.text.toString()).build();
		}

	}

}
