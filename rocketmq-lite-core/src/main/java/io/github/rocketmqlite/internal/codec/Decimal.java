package io.github.rocketmqlite.internal.codec;

import io.netty.buffer.ByteBuf;

/**
 * Writes numbers as ASCII digits without making a text of them.
 * <p>
 * Threading: stateless.
 */
final class Decimal {

	private static final int MAX_DIGITS = 19;

	private static final int EIGHT_DIGITS = 100_000_000;

	private Decimal() {
	}

	/**
	 * How many characters a number takes.
	 */
	static int length(long value) {
		if (value == Long.MIN_VALUE) {
			return MAX_DIGITS + 1;
		}
		long rest = Math.abs(value);
		long power = 10;
		int digits = 1;
		while (digits < MAX_DIGITS && rest >= power) {
			power *= 10;
			digits++;
		}
		return (value < 0) ? digits + 1 : digits;
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
		while (rest <= -EIGHT_DIGITS) {
			at -= Long.BYTES;
			out.setLong(at, digits(-(int) (rest % EIGHT_DIGITS)));
			rest /= EIGHT_DIGITS;
		}
		int last = -(int) rest;
		do {
			out.setByte(--at, '0' + last % 10);
			last /= 10;
		}
		while (last != 0);
		if (value < 0) {
			out.setByte(start, '-');
		}
		out.writerIndex(start + length);
	}

	/**
	 * Eight digits as the bytes of one number.
	 */
	private static long digits(int value) {
		long digits = 0;
		int rest = value;
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			digits |= (long) ('0' + rest % 10) << shift;
			rest /= 10;
		}
		return digits;
	}

}
