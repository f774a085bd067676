package io.github.rocketmqlite.internal.codec;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses message bodies within limits, so that a small body of a stranger cannot
 * fill the memory.
 * <p>
 * Threading: stateless.
 */
public final class Compression {

	/** The most bytes a body may have after decompression. */
	public static final int MAX_BYTES = 16 * 1024 * 1024;

	/** How many times its size a body may grow; zlib itself ends near 1,030. */
	public static final int MAX_RATIO = 1_100;

	private Compression() {
	}

	/**
	 * Decompresses a whole array.
	 * @throws ProtocolException when the bytes or the compression type make no sense, or
	 * a limit is passed
	 */
	public static byte[] decompress(byte[] source, int sysFlag, int maxBytes) {
		return decompress(source, 0, source.length, sysFlag, maxBytes);
	}

	/**
	 * Decompresses a part of an array.
	 * @throws ProtocolException when the bytes or the compression type make no sense, or
	 * a limit is passed
	 */
	public static byte[] decompress(byte[] source, int offset, int length, int sysFlag, int maxBytes) {
		return switch (sysFlag & SysFlag.COMPRESSION_TYPE_MASK) {
			case 0, SysFlag.ZLIB -> inflate(source, offset, length, maxBytes);
			case SysFlag.LZ4 -> throw problem("is not supported yet: LZ4", null);
			case SysFlag.ZSTD -> throw problem("is not supported yet: ZSTD", null);
			default -> throw problem(
					"has an unknown type: 0x" + Integer.toHexString(sysFlag & SysFlag.COMPRESSION_TYPE_MASK), null);
		};
	}

	private static byte[] inflate(byte[] source, int offset, int length, int maxBytes) {
		int limit = (int) Math.min(maxBytes, (long) length * MAX_RATIO);
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(source, offset, length);
			return inflate(inflater, length, limit);
		}
		catch (DataFormatException ex) {
			throw problem("is broken: " + ex.getMessage(), ex);
		}
		finally {
			inflater.end();
		}
	}

	private static byte[] inflate(Inflater inflater, int length, int limit) throws DataFormatException {
		byte[] out = new byte[(int) Math.min(limit + 1L, Math.max(256L, 4L * length))];
		int size = 0;
		while (!inflater.finished()) {
			// one byte more than the limit tells "exactly the limit" from "too much"
			if (size > limit) {
				throw problem("grows beyond its limit: " + length + " bytes gave more than " + limit, null);
			}
			if (size == out.length) {
				out = Arrays.copyOf(out, (int) Math.min(limit + 1L, 2L * size));
			}
			int count = inflater.inflate(out, size, out.length - size);
			if (count == 0 && !inflater.finished()) {
				throw problem("ends early: " + length + " bytes gave " + size + " and no end", null);
			}
			size += count;
		}
		if (size > limit) {
			throw problem("grows beyond its limit: " + length + " bytes gave more than " + limit, null);
		}
		return (size == out.length) ? out : Arrays.copyOf(out, size);
	}

	private static ProtocolException problem(String what, @Nullable Throwable cause) {
		return new ProtocolException("The compression of a message body " + what, Outcome.UNKNOWN, cause);
	}

}
