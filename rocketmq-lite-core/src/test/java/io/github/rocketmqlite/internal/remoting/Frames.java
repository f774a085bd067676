package io.github.rocketmqlite.internal.remoting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * Bytes as a server sends and receives them.
 */
public final class Frames {

	private Frames() {
	}

	public static byte[] answer(int opaque, String body) {
		return answer(opaque, 0, "", body);
	}

	public static byte[] answer(int opaque, int code, String remark, String body) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeAnswer(out, code, remark, body.getBytes(StandardCharsets.UTF_8), opaque, HeaderFormat.JSON);
		return bytes(out);
	}

	public static byte[] request(int opaque, Request<?> request, boolean oneway) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, request, opaque, oneway, HeaderFormat.JSON);
		return bytes(out);
	}

	/**
	 * What the channel has written: how many buffers, and the frames in them.
	 */
	static Written written(EmbeddedChannel channel) {
		ByteBuf all = Unpooled.buffer();
		int buffers = 0;
		ByteBuf buffer = channel.readOutbound();
		while (buffer != null) {
			buffers++;
			all.writeBytes(buffer);
			buffer.release();
			buffer = channel.readOutbound();
		}
		List<Frame> frames = new ArrayList<>();
		while (all.isReadable()) {
			frames.add(FrameCodec.decode(all.readSlice(all.readInt()), "client"));
		}
		return new Written(buffers, frames);
	}

	private static byte[] bytes(ByteBuf out) {
		byte[] bytes = new byte[out.readableBytes()];
		out.readBytes(bytes);
		out.release();
		return bytes;
	}

	record Written(int buffers, List<Frame> frames) {

		Frame only() {
			if (this.frames.size() != 1) {
				throw new AssertionError("Expected one frame, found " + this.frames.size());
			}
			return this.frames.get(0);
		}

	}

}
