package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler.Reply;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the requests of one server to the handler and sends back what comes of them. The
 * server always gets its answer, unless it asked for none.
 * <p>
 * Threading: confined to the event loop of its channel; replies may be completed
 * anywhere.
 */
final class ServerRequests {

	private static final Logger logger = LoggerFactory.getLogger(ServerRequests.class);

	private static final int SYSTEM_ERROR = 1;

	private static final int NOT_SUPPORTED = 3;

	private final ServerRequestHandler handler;

	private final FrameEncoder encoder;

	ServerRequests(ServerRequestHandler handler, FrameEncoder encoder) {
		this.handler = handler;
		this.encoder = encoder;
	}

	void handle(ChannelHandlerContext ctx, Frame request) {
		int code = request.code();
		CompletableFuture<Reply> reply = reply(request);
		if (reply == null) {
			logger.debug("{} sent request {}, which is not supported", request.peer(), code);
			// the text that servers use themselves, leading space included
			reply = completed(NOT_SUPPORTED, " request type " + code + " not supported");
		}
		if (request.isOneway()) {
			return;
		}
		int opaque = request.opaque();
		reply.whenComplete((answer, failure) -> {
			Reply safe = (failure != null) ? failed(code, request.peer(), Blocking.unwrap(failure)) : answer;
			if (ctx.executor().inEventLoop()) {
				send(ctx, opaque, safe);
			}
			else {
				ctx.executor().execute(() -> send(ctx, opaque, safe));
			}
		});
	}

	private @Nullable CompletableFuture<Reply> reply(Frame request) {
		try {
			return this.handler.handle(request);
		}
		catch (Throwable ex) {
			return CompletableFuture.completedFuture(failed(request.code(), request.peer(), ex));
		}
	}

	private static Reply failed(int code, String peer, Throwable failure) {
		logger.warn("Request {} of {} failed", code, peer, failure);
		return new Reply(SYSTEM_ERROR, failure.getClass().getSimpleName(), Request.NO_BODY);
	}

	private static CompletableFuture<Reply> completed(int code, String remark) {
		return CompletableFuture.completedFuture(new Reply(code, remark, Request.NO_BODY));
	}

	private void send(ChannelHandlerContext ctx, int opaque, Reply reply) {
		if (ctx.channel().isActive()) {
			this.encoder.answer(ctx, opaque, reply);
			this.encoder.flush(ctx);
		}
	}

}
