package io.github.rocketmqlite.internal.codec;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.assertj.core.api.AbstractAssert;

/**
 * Compares bytes and shows hex dumps of both sides from the first difference on.
 */
public final class BytesAssert extends AbstractAssert<BytesAssert, byte[]> {

	private BytesAssert(byte[] actual) {
		super(actual, BytesAssert.class);
	}

	public static BytesAssert assertThatBytes(byte[] actual) {
		return new BytesAssert(actual);
	}

	/**
	 * Compares what a buffer holds, and releases it.
	 */
	public static BytesAssert assertThatBytes(ByteBuf actual) {
		try {
			return new BytesAssert(ByteBufUtil.getBytes(actual));
		}
		finally {
			actual.release();
		}
	}

	public BytesAssert isEncodedAs(byte[] expected) {
		isNotNull();
		int difference = Arrays.mismatch(this.actual, expected);
		if (difference >= 0) {
			int from = Math.max(0, difference - 16);
			failWithMessage(
					"%nFirst difference at byte %d of %d (expected %d bytes).%nExpected from byte %d:%n%s%nActual:%n%s",
					difference, this.actual.length, expected.length, from, dump(expected, from),
					dump(this.actual, from));
		}
		return this;
	}

	private static String dump(byte[] bytes, int from) {
		return ByteBufUtil.prettyHexDump(
				Unpooled.wrappedBuffer(bytes, Math.min(from, bytes.length), Math.max(0, bytes.length - from)));
	}

}
