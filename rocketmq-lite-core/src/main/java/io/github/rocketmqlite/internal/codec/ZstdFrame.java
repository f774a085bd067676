package io.github.rocketmqlite.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import com.github.luben.zstd.NoPool;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

/**
 * Bodies compressed by Zstandard. Loaded only when one comes or goes, for its library is
 * optional.
 * <p>
 * Threading: stateless.
 */
final class ZstdFrame {

	private static final int MIN_WINDOW_LOG = 24;

	private ZstdFrame() {
	}

	static byte[] compress(byte[] body, int level) {
		return Zstd.compress(body, level);
	}

	static byte[] decompress(byte[] source, int offset, int length, int limit) {
		try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(
				new ByteArrayInputStream(source, offset, length), NoPool.INSTANCE)) {
			in.setLongMax(maxWindowLog(limit));
			return read(in, length, limit);
		}
		catch (IOException ex) {
			throw Compression.broken(ex);
		}
	}

	/**
	 * A frame may ask for a window of 128 MiB and more; none larger than the body may
	 * become is of use.
	 */
	private static int maxWindowLog(int limit) {
		return Math.max(MIN_WINDOW_LOG, Integer.SIZE - Integer.numberOfLeadingZeros(limit - 1));
	}

	private static byte[] read(ZstdInputStreamNoFinalizer in, int length, int limit) throws IOException {
		BoundedBytes out = new BoundedBytes(length, limit);
		while (true) {
			out.makeRoom();
			int count = in.read(out.array(), out.size(), out.room());
			if (count < 0) {
				return out.toBytes();
			}
			out.added(count);
		}
	}

}
