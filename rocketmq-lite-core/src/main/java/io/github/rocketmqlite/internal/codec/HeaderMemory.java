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

	private final Frame frame = new Frame();

	private byte[] bytes = new byte[FIRST_BYTES];

	Header readJson(ByteBuf frame, int index, int length) {
		byte[] header = (length <= MOST_BYTES) ? kept(length) : new byte[length];
		frame.getBytes(index, header, 0, length);
		return this.json.read(header, length);
	}

	/** Servers answer in JSON whatever they were asked in, so this form is not kept. */
	Header readBinary(ByteBuf frame, int index, int length) {
		byte[] header = new byte[length];
		frame.getBytes(index, header);
		return BinaryHeader.read(header);
	}

	Frame frame(Header header, ByteBuf body, String peer, DecodeLimits limits) {
		return this.frame.become(header, body, peer, limits);
	}

	private byte[] kept(int length) {
		if (this.bytes.length < length) {
			this.bytes = new byte[MOST_BYTES];
		}
		return this.bytes;
	}

}
