package io.github.rocketmqlite.internal.codec;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Bodies compressed by zlib.
 * <p>
 * Threading: stateless.
 */
final class ZlibStream {

	private ZlibStream() {
	}

	static byte[] compress(byte[] body, int level) {
		Deflater deflater = new Deflater(level);
		try {
			deflater.setInput(body);
			deflater.finish();
			byte[] out = new byte[Math.max(64, body.length / 2)];
			int size = 0;
			while (!deflater.finished()) {
				if (size == out.length) {
					out = Arrays.copyOf(out, 2 * size);
				}
				size += deflater.deflate(out, size, out.length - size);
			}
			return Arrays.copyOf(out, size);
		}
		finally {
			deflater.end();
		}
	}

	static byte[] decompress(byte[] source, int offset, int length, int limit) {
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(source, offset, length);
			return inflate(inflater, length, limit);
		}
		catch (DataFormatException ex) {
			throw Compression.broken(ex);
		}
		finally {
			inflater.end();
		}
	}

	private static byte[] inflate(Inflater inflater, int length, int limit) throws DataFormatException {
		BoundedBytes out = new BoundedBytes(length, limit);
		while (!inflater.finished()) {
			out.makeRoom();
			int count = inflater.inflate(out.array(), out.size(), out.room());
			if (count == 0 && !inflater.finished()) {
				throw Compression.endsEarly(length, out.size());
			}
			out.added(count);
		}
		return out.toBytes();
	}

}
