package io.github.rocketmqlite.internal.remoting;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Counts the bytes of a channel as the socket sees them: it stands in front of TLS and
 * counts what that makes of frames, handshakes included.
 * <p>
 * Threading: confined to the event loop of its channel.
 */
final class ByteCounter extends ChannelDuplexHandler {

	private final TrafficCounters counters;

	ByteCounter(TrafficCounters counters) {
		this.counters = counters;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (message instanceof ByteBuf bytes) {
			this.counters.bytesIn().add(bytes.readableBytes());
		}
		ctx.fireChannelRead(message);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
		if (message instanceof ByteBuf bytes) {
			this.counters.bytesOut().add(bytes.readableBytes());
		}
		ctx.write(message, promise);
	}

}
