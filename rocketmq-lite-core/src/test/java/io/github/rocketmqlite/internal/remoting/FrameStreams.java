package io.github.rocketmqlite.internal.remoting;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.Frame;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;

/**
 * What {@link FrameDecoder} makes of a stream of bytes.
 */
public final class FrameStreams {

	private static final int MAX_FRAME_BYTES = 65_536;

	private FrameStreams() {
	}

	/**
	 * All frames of a stream that comes in parts, as texts, and the error that ends it.
	 */
	public static List<String> read(byte[]... parts) {
		EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder("fuzz", MAX_FRAME_BYTES, DecodeLimits.DEFAULTS));
		List<String> texts = new ArrayList<>();
		try {
			for (byte[] part : parts) {
				receive(channel, part, texts);
			}
		}
		finally {
			channel.finishAndReleaseAll();
		}
		return texts;
	}

	private static void receive(EmbeddedChannel channel, byte[] part, List<String> texts) {
		String error = null;
		try {
			channel.writeInbound(Unpooled.copiedBuffer(part));
		}
		catch (DecoderException ex) {
			if (!(ex.getCause() instanceof ProtocolException)) {
				throw ex;
			}
			error = ex.getCause().getMessage();
		}
		Frame frame = channel.readInbound();
		while (frame != null) {
			texts.add(frame.code() + " " + frame.opaque() + " " + frame.isAnswer() + " " + frame.remark() + " "
					+ HexFormat.of().formatHex(frame.bodyBytes()));
			frame.release();
			frame = channel.readInbound();
		}
		if (error != null) {
			texts.add(error);
		}
	}

}
