package io.github.rocketmqlite.internal.codec;

import java.util.Arrays;

/**
 * An array that grows with what decompression really gives, up to a limit.
 * <p>
 * Threading: confined to one thread.
 */
final class BoundedBytes {

	private final int length;

	private final int limit;

	private byte[] bytes;

	private int size;

	/**
	 * Makes room for the first guess.
	 * @param length how many compressed bytes there are
	 * @param limit how many bytes may come of them
	 */
	BoundedBytes(int length, int limit) {
		this.length = length;
		this.limit = limit;
		this.bytes = new byte[(int) Math.min(limit + 1L, Math.max(256L, 4L * length))];
	}

	byte[] array() {
		return this.bytes;
	}

	int size() {
		return this.size;
	}

	int room() {
		return this.bytes.length - this.size;
	}

	/**
	 * Makes room for at least one byte more.
	 */
	void makeRoom() {
		if (room() == 0) {
			makeRoom(this.size);
		}
	}

	/**
	 * Makes room for that many bytes more, or to the limit and one byte beyond, which
	 * tells "exactly the limit" from "too much".
	 */
	void makeRoom(int more) {
		if (this.size > this.limit) {
			throw Compression.tooLarge(this.length, this.limit);
		}
		if (room() < more) {
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(this.limit + 1L, (long) this.size + more));
		}
	}

	void added(int count) {
		this.size += count;
	}

	byte[] toBytes() {
		if (this.size > this.limit) {
			throw Compression.tooLarge(this.length, this.limit);
		}
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

}
