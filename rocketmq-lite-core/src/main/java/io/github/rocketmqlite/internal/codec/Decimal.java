package io.github.rocketmqlite.internal.codec;

import io.netty.buffer.ByteBuf;

/**
 * Writes numbers as ASCII digits without making a text of them.
 * <p>
 * Threading: stateless.
 */
final class Decimal {

	private Decimal() {
	}

	/**
	 * How many characters a number takes.
	 */
	static int length(long value) {
		if (value == Long.MIN_VALUE) {
			return 20;
		}
		int length = (value < 0) ? 2 : 1;
		long rest = Math.abs(value);
		while (rest >= 10) {
			rest /= 10;
			length++;
		}
		return length;
	}

	static void write(ByteBuf out, long value) {
		write(out, value, length(value));
	}

	static void write(ByteBuf out, long value, int length) {
		out.ensureWritable(length);
		int start = out.writerIndex();
		int at = start + length;
		// counting down from zero keeps the smallest number from overflowing
		long rest = (value < 0) ? value : -value;
		do {
			out.setByte(--at, '0' - (int) (rest % 10));
			rest /= 10;
		}
		while (rest != 0);
		if (value < 0) {
			out.setByte(--at, '-');
		}
		out.writerIndex(start + length);
	}

}
