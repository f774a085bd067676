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

	// a frame may ask for a window of 128 MiB and more; bodies have at most 2^24 bytes
	private static final int MAX_WINDOW_LOG = 24;

	private ZstdFrame() {
	}

	static byte[] compress(byte[] body, int level) {
		return Zstd.compress(body, level);
	}

	static byte[] decompress(byte[] source, int offset, int length, int limit) {
		try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(
				new ByteArrayInputStream(source, offset, length), NoPool.INSTANCE)) {
			in.setLongMax(MAX_WINDOW_LOG);
			return read(in, length, limit);
		}
		catch (IOException ex) {
			throw Compression.broken(ex);
		}
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
