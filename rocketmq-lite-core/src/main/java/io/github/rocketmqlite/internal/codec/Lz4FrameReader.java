package io.github.rocketmqlite.internal.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Reads one LZ4 frame into memory that grows with the bytes really there.
 * <p>
 * Threading: confined to one thread.
 */
final class Lz4FrameReader {

	private static final int FRAME_FLAGS_MASK = 0xE2;

	private static final int BLOCK_CHECKSUM = 0x10;

	private static final int CONTENT_SIZE = 0x08;

	private static final int CONTENT_CHECKSUM = 0x04;

	private static final int DICTIONARY = 0x01;

	// no 255 bytes of a body take less than one byte of a block
	private static final int MAX_GROWTH = 255;

	private final LZ4SafeDecompressor decompressor = LZ4Factory.safeInstance().safeDecompressor();

	private final ByteBuffer in;

	private final BoundedBytes out;

	private final int limit;

	private int flags;

	private int maxBlock;

	Lz4FrameReader(byte[] source, int offset, int length, int limit) {
		this.in = ByteBuffer.wrap(source, offset, length).order(ByteOrder.LITTLE_ENDIAN);
		this.out = new BoundedBytes(length, limit);
		this.limit = limit;
	}

	byte[] read() {
		int length = this.in.remaining();
		try {
			long contentSize = readHeader();
			int block = this.in.getInt();
			while (block != 0) {
				readBlock(block);
				block = this.in.getInt();
			}
			return content(contentSize);
		}
		catch (BufferUnderflowException ex) {
			throw Compression.endsEarly(length, this.out.size());
		}
		catch (LZ4Exception ex) {
			throw Compression.broken(ex);
		}
	}

	/**
	 * Reads the header.
	 * @return the size the content has, or -1 when it is not told
	 */
	private long readHeader() {
		check(this.in.getInt() == Lz4Frame.MAGIC, "it is no frame");
		int start = this.in.position();
		this.flags = this.in.get() & 0xFF;
		int descriptor = this.in.get() & 0xFF;
		int code = descriptor >> 4;
		check((this.flags & FRAME_FLAGS_MASK) == Lz4Frame.VERSION_AND_INDEPENDENT_BLOCKS && !has(DICTIONARY)
				&& code >= 4 && code <= 7 && (descriptor & 0x0F) == 0, "its header asks for what is not supported");
		this.maxBlock = Lz4Frame.maxBlock(code);
		long contentSize = has(CONTENT_SIZE) ? this.in.getLong() : -1;
		int length = this.in.position() - start;
		check((this.in.get() & 0xFF) == Lz4Frame.headerChecksum(this.in.array(), start, length),
				"the checksum of its header is wrong");
		return contentSize;
	}

	private void readBlock(int block) {
		int length = block & ~Lz4Frame.STORED_BLOCK;
		if (length > this.in.remaining()) {
			throw new BufferUnderflowException();
		}
		check(length <= this.maxBlock, "a block is larger than its header says");
		int start = this.in.position();
		this.in.position(start + length);
		if ((block & Lz4Frame.STORED_BLOCK) != 0) {
			this.out.makeRoom(length);
			int count = Math.min(length, this.out.room());
			System.arraycopy(this.in.array(), start, this.out.array(), this.out.size(), count);
			this.out.added(count);
		}
		else {
			decompress(start, length);
		}
		check(!has(BLOCK_CHECKSUM) || this.in.getInt() == Lz4Frame.checksum(this.in.array(), start, length),
				"the checksum of a block is wrong");
	}

	private void decompress(int start, int length) {
		this.out.makeRoom((int) Math.min(this.maxBlock, (long) length * MAX_GROWTH));
		int room = Math.min(this.maxBlock, this.out.room());
		try {
			this.out.added(this.decompressor.decompress(this.in.array(), start, length, this.out.array(),
					this.out.size(), room));
		}
		catch (LZ4Exception ex) {
			// the library tells a broken block and one without room alike
			check(room == this.maxBlock || room >= (long) length * MAX_GROWTH,
					"or grows beyond its limit of " + this.limit + " bytes");
			throw ex;
		}
	}

	private byte[] content(long contentSize) {
		byte[] content = this.out.toBytes();
		check(contentSize == -1 || contentSize == content.length, "its size is not as told");
		check(!has(CONTENT_CHECKSUM) || this.in.getInt() == Lz4Frame.checksum(content, 0, content.length),
				"the checksum of its content is wrong");
		check(!this.in.hasRemaining(), "there are " + this.in.remaining() + " bytes after its end");
		return content;
	}

	private boolean has(int flag) {
		return (this.flags & flag) != 0;
	}

	private static void check(boolean condition, String otherwise) {
		if (!condition) {
			throw Compression.broken(new LZ4Exception(otherwise));
		}
	}

}
