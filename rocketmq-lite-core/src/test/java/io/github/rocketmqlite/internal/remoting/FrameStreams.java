package io.github.rocketmqlite.internal.remoting;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.Frame;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
		EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder("fuzz", MAX_FRAME_BYTES, DecodeLimits.DEFAULTS),
				new TextReader());
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
		String text = channel.readInbound();
		while (text != null) {
			texts.add(text);
			text = channel.readInbound();
		}
		if (error != null) {
			texts.add(error);
		}
	}

	/** A frame is lost with the next one. */
	private static final class TextReader extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			Frame frame = (Frame) message;
			ctx.fireChannelRead(frame.code() + " " + frame.opaque() + " " + frame.isAnswer() + " " + frame.remark()
					+ " " + HexFormat.of().formatHex(frame.bodyBytes()));
			frame.release();
		}

	}

}
