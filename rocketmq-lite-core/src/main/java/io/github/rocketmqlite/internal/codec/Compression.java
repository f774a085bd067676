package io.github.rocketmqlite.internal.codec;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Compresses bodies, and decompresses them within limits, so that a small body of a
 * stranger cannot fill the memory. LZ4 and Zstandard need a library that the application
 * adds; without it their bodies are refused with its name.
 * <p>
 * Threading: stateless.
 */
public final class Compression {

	/** How many times its size a body may grow; zlib itself ends near 1,030. */
	public static final int MAX_RATIO = 1_100;

	/** Up to here the ratio is nobody's harm: Zstandard packs repetition far better. */
	static final int MAX_BYTES_OF_ANY_RATIO = 1024 * 1024;

	private Compression() {
	}

	/**
	 * Compresses a body.
	 * @param body the body, left as it is
	 * @param type how; {@link CompressionType#sysFlagBits()} says so to the receiver
	 * @param level how hard to try, in the numbers of zlib and Zstandard; LZ4 has no
	 * levels
	 * @throws IllegalStateException when the library for the type is absent
	 */
	public static byte[] compress(byte[] body, CompressionType type, int level) {
		try {
			return switch (type) {
				case ZLIB -> ZlibStream.compress(body, level);
				case LZ4 -> Lz4Frame.compress(body);
				case ZSTD -> ZstdFrame.compress(body, level);
			};
		}
		catch (NoClassDefFoundError ex) {
			throw new IllegalStateException(
					"Compressing with " + type + " needs " + type.artifact() + " on the class path", ex);
		}
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
		return decompress(source, offset, length, type(sysFlag), limit(length, maxBytes));
	}

	private static CompressionType type(int sysFlag) {
		return switch (sysFlag & SysFlag.COMPRESSION_TYPE_MASK) {
			case 0, SysFlag.ZLIB -> CompressionType.ZLIB;
			case SysFlag.LZ4 -> CompressionType.LZ4;
			case SysFlag.ZSTD -> CompressionType.ZSTD;
			default -> throw problem(
					"has an unknown type: 0x" + Integer.toHexString(sysFlag & SysFlag.COMPRESSION_TYPE_MASK), null);
		};
	}

	private static int limit(int length, int maxBytes) {
		return (int) Math.min(maxBytes, Math.max(MAX_BYTES_OF_ANY_RATIO, (long) length * MAX_RATIO));
	}

	private static byte[] decompress(byte[] source, int offset, int length, CompressionType type, int limit) {
		try {
			return switch (type) {
				case ZLIB -> ZlibStream.decompress(source, offset, length, limit);
				case LZ4 -> Lz4Frame.decompress(source, offset, length, limit);
				case ZSTD -> ZstdFrame.decompress(source, offset, length, limit);
			};
		}
		catch (NoClassDefFoundError ex) {
			throw problem("is " + type + ", which needs " + type.artifact() + " on the class path", ex);
		}
	}

	static ProtocolException tooLarge(int length, int limit) {
		return problem("grows beyond its limit: " + length + " bytes gave more than " + limit, null);
	}

	static ProtocolException broken(@Nullable Throwable cause) {
		return problem("is broken" + ((cause != null) ? ": " + cause.getMessage() : ""), cause);
	}

	static ProtocolException endsEarly(int length, int size) {
		return problem("ends early: " + length + " bytes gave " + size + " and no end", null);
	}

	private static ProtocolException problem(String what, @Nullable Throwable cause) {
		return new ProtocolException("The compression of a message body " + what, Outcome.UNKNOWN, cause);
	}

}
