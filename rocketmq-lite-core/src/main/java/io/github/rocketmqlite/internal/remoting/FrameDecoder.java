package io.github.rocketmqlite.internal.remoting;

import java.util.List;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderMemory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Cuts the stream of bytes into frames: the first hop of everything a server sends. The
 * announced length is judged before anything is collected for it. After the first error
 * the position in the stream is lost, so nothing more is read.
 * <p>
 * Threading: confined to the event loop of its channel.
 */
final class FrameDecoder extends ByteToMessageDecoder {

	private static final int LENGTH_BYTES = 4;

	private static final int SMALLEST_LENGTH = 4;

	private final String peer;

	private final int maxFrameBytes;

	private final DecodeLimits limits;

	/** Each frame is handled before the next one is read. */
	private final HeaderMemory memory = new HeaderMemory();

	private boolean broken;

	FrameDecoder(String peer, int maxFrameBytes, DecodeLimits limits) {
		this.peer = peer;
		this.maxFrameBytes = maxFrameBytes;
		this.limits = limits;
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
		if (this.broken) {
			in.skipBytes(in.readableBytes());
			return;
		}
		if (in.readableBytes() < LENGTH_BYTES) {
			return;
		}
		this.broken = true;
		int length = checkedLength(in.getInt(in.readerIndex()));
		if (in.readableBytes() - LENGTH_BYTES >= length) {
			out.add(FrameCodec.decode(in, in.readerIndex() + LENGTH_BYTES, length, this.peer, this.limits,
					this.memory));
			in.skipBytes(LENGTH_BYTES + length);
		}
		this.broken = false;
	}

	private int checkedLength(int length) {
		if (length < SMALLEST_LENGTH) {
			throw new ProtocolException("Malformed frame from " + this.peer + ": it announces " + length
					+ " bytes, fewer than any frame has", Outcome.UNKNOWN, null);
		}
		if (length > this.maxFrameBytes - LENGTH_BYTES) {
			throw new ProtocolException("Frame of " + (length + (long) LENGTH_BYTES) + " bytes from " + this.peer
					+ " exceeds the limit of " + this.maxFrameBytes + " bytes", Outcome.UNKNOWN, null);
		}
		return length;
	}

}
