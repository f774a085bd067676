package io.github.rocketmqlite.internal.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Bodies compressed by LZ4, in its frame format. Loaded only when one comes or goes, for
 * its library is optional.
 * <p>
 * The library's own streams set aside several megabytes for each body, as the frame's
 * header asks for; here the blocks go straight from array to array. Only the
 * bounds-checked code in Java is used, no native code.
 * <p>
 * Threading: stateless.
 */
final class Lz4Frame {

	static final int MAGIC = 0x184D2204;

	// version 1, blocks do not refer to each other
	static final int VERSION_AND_INDEPENDENT_BLOCKS = 0x60;

	static final int STORED_BLOCK = 0x8000_0000;

	private static final int HEADER_BYTES = 7;

	private static final int MAX_BLOCK = 4 * 1024 * 1024;

	private Lz4Frame() {
	}

	static byte[] decompress(byte[] source, int offset, int length, int limit) {
		return new Lz4FrameReader(source, offset, length, limit).read();
	}

	static byte[] compress(byte[] body) {
		LZ4Compressor compressor = LZ4Factory.safeInstance().fastCompressor();
		int blocks = body.length / MAX_BLOCK + 1;
		ByteBuffer out = ByteBuffer
			.allocate(HEADER_BYTES + compressor.maxCompressedLength(body.length) + (blocks + 1) * 2 * Integer.BYTES)
			.order(ByteOrder.LITTLE_ENDIAN);
		out.putInt(MAGIC).put((byte) VERSION_AND_INDEPENDENT_BLOCKS).put((byte) (blockSizeCode(body.length) << 4));
		out.put((byte) headerChecksum(out.array(), Integer.BYTES, 2));
		for (int at = 0; at < body.length; at += MAX_BLOCK) {
			block(compressor, body, at, Math.min(MAX_BLOCK, body.length - at), out);
		}
		out.putInt(0);
		byte[] frame = new byte[out.position()];
		out.get(0, frame);
		return frame;
	}

	/**
	 * 4 to 7: 64 KiB, 256 KiB, 1 MiB, 4 MiB. Receivers set aside as much.
	 */
	private static int blockSizeCode(int length) {
		int code = 4;
		while (code < 7 && length > maxBlock(code)) {
			code++;
		}
		return code;
	}

	static int maxBlock(int code) {
		return 1 << (2 * code + 8);
	}

	private static void block(LZ4Compressor compressor, byte[] body, int at, int length, ByteBuffer out) {
		int start = out.position() + Integer.BYTES;
		int packed = compressor.compress(body, at, length, out.array(), out.arrayOffset() + start);
		if (packed < length) {
			out.putInt(packed).position(start + packed);
		}
		else {
			out.putInt(length | STORED_BLOCK).put(body, at, length);
		}
	}

	static int headerChecksum(byte[] bytes, int from, int length) {
		return (checksum(bytes, from, length) >> 8) & 0xFF;
	}

	static int checksum(byte[] bytes, int from, int length) {
		return XXHashFactory.safeInstance().hash32().hash(bytes, from, length, 0);
	}

}
