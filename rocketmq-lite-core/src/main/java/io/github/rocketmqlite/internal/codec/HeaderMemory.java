package io.github.rocketmqlite.internal.codec;

import io.netty.buffer.ByteBuf;

/**
 * What the frames of one connection are read in, one after the other, so that an answer
 * leaves no garbage of its header behind. A frame is lost when the next one is read.
 * <p>
 * Threading: confined to the thread that decodes the frames.
 */
public final class HeaderMemory {

	private static final int FIRST_BYTES = 512;

	/** Longer headers, such as those of a refusal with a long text, are rare. */
	private static final int MOST_BYTES = 4 * 1024;

	private final JsonHeaderReader json = new JsonHeaderReader();

	private final HeaderFields binary = new HeaderFields(new byte[0]);

	private final Frame frame = new Frame();

	private byte[] bytes = new byte[FIRST_BYTES];

	Header readJson(ByteBuf frame, int index, int length) {
		return this.json.read(header(frame, index, length), length);
	}

	Header readBinary(ByteBuf frame, int index, int length) {
		return BinaryHeader.read(header(frame, index, length), length, this.binary);
	}

	Frame frame(Header header, ByteBuf body, String peer, DecodeLimits limits) {
		return this.frame.become(header, body, peer, limits);
	}

	/** An array that begins with the header. */
	private byte[] header(ByteBuf frame, int index, int length) {
		if (length > this.bytes.length && length <= MOST_BYTES) {
			this.bytes = new byte[MOST_BYTES];
		}
		byte[] header = (length <= MOST_BYTES) ? this.bytes : new byte[length];
		frame.getBytes(index, header, 0, length);
		return header;
	}

}
