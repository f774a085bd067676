package io.github.rocketmqlite.internal.remoting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Packs frames into few buffers, the last step before the socket: small frames share one
 * pooled buffer, large bodies are sent from where they are.
 * <p>
 * Threading: confined to the event loop of its channel.
 */
final class FrameEncoder {

	private static final int INITIAL_BYTES = 1_024;

	private static final int FULL_BYTES = 32 * 1_024;

	private static final int MAX_COPIED_BODY_BYTES = 4 * 1_024;

	private final HeaderFormat headerFormat;

	private final Consumer<PendingRequest<?>> onewayWritten;

	private List<PendingRequest<?>> oneways = new ArrayList<>();

	private @Nullable ByteBuf open;

	/**
	 * Prepares an encoder.
	 * @param headerFormat the preferred form of headers
	 * @param onewayWritten called on the event loop for each one-way request whose bytes
	 * reached the socket
	 */
	FrameEncoder(HeaderFormat headerFormat, Consumer<PendingRequest<?>> onewayWritten) {
		this.headerFormat = headerFormat;
		this.onewayWritten = onewayWritten;
	}

	/**
	 * Encodes a request that has got its correlation id. When it throws, nothing of the
	 * request is left behind.
	 */
	void request(ChannelHandlerContext ctx, PendingRequest<?> pending) {
		Request<?> request = pending.request();
		byte[] apart = bodyApart(request);
		ByteBuf buffer = open(ctx);
		int start = buffer.writerIndex();
		try {
			FrameCodec.encodeRequest(buffer, (apart != null) ? new HeaderOnly(request) : request, pending.opaque(),
					pending.isOneway(), this.headerFormat);
		}
		catch (Throwable ex) {
			buffer.writerIndex(start);
			throw ex;
		}
		if (pending.isOneway()) {
			this.oneways.add(pending);
		}
		if (apart != null) {
			buffer.setInt(start, buffer.getInt(start) + apart.length);
			List<PendingRequest<?>> written = takeOneways();
			pass(ctx, List.of());
			ctx.write(Unpooled.wrappedBuffer(apart), promise(ctx, written));
		}
		else if (buffer.readableBytes() >= FULL_BYTES) {
			pass(ctx, takeOneways());
		}
	}

	private static byte @Nullable [] bodyApart(Request<?> request) {
		if (request.isBodyComposed()) {
			return null;
		}
		byte[] body = request.body();
		return (body.length > MAX_COPIED_BODY_BYTES) ? body : null;
	}

	/**
	 * Encodes the answer to a request of the server.
	 */
	void answer(ChannelHandlerContext ctx, int opaque, ServerRequestHandler.Reply reply) {
		ByteBuf buffer = open(ctx);
		int start = buffer.writerIndex();
		try {
			FrameCodec.encodeAnswer(buffer, reply.code(), reply.remark(), reply.body(), opaque, this.headerFormat);
		}
		catch (Throwable ex) {
			buffer.writerIndex(start);
			throw ex;
		}
	}

	void flush(ChannelHandlerContext ctx) {
		pass(ctx, takeOneways());
		ctx.flush();
	}

	void release() {
		if (this.open != null) {
			this.open.release();
			this.open = null;
		}
	}

	private ByteBuf open(ChannelHandlerContext ctx) {
		ByteBuf buffer = this.open;
		if (buffer == null) {
			buffer = ctx.alloc().directBuffer(INITIAL_BYTES);
			this.open = buffer;
		}
		return buffer;
	}

	private void pass(ChannelHandlerContext ctx, List<PendingRequest<?>> written) {
		ByteBuf buffer = this.open;
		if (buffer == null) {
			return;
		}
		this.open = null;
		if (buffer.isReadable()) {
			ctx.write(buffer, promise(ctx, written));
		}
		else {
			buffer.release();
		}
	}

	private ChannelPromise promise(ChannelHandlerContext ctx, List<PendingRequest<?>> written) {
		if (written.isEmpty()) {
			return ctx.voidPromise();
		}
		ChannelPromise promise = ctx.newPromise();
		promise.addListener((future) -> {
			if (future.isSuccess()) {
				written.forEach(this.onewayWritten);
			}
			else {
				ctx.pipeline().fireExceptionCaught(future.cause());
			}
		});
		return promise;
	}

	private List<PendingRequest<?>> takeOneways() {
		if (this.oneways.isEmpty()) {
			return List.of();
		}
		List<PendingRequest<?>> taken = this.oneways;
		// a stream goes on as it came
		this.oneways = new ArrayList<>(taken.size());
		return taken;
	}

	/**
	 * A request without its body, which follows in a buffer of its own.
	 */
	private record HeaderOnly(Request<?> request) implements Request<Object> {

		@Override
		public int protocolVersion() {
			return this.request.protocolVersion();
		}

		@Override
		public int code() {
			return this.request.code();
		}

		@Override
		public void writeFields(FieldWriter out) {
			this.request.writeFields(out);
		}

		@Override
		public Object decode(Frame answer) {
			throw new UnsupportedOperationException("Answers belong to " + this.request);
		}

	}

}
