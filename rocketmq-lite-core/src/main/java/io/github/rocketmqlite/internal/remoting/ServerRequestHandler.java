package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.internal.codec.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests that servers send us.
 * <p>
 * Threading: called on event loops; must not block.
 */
@FunctionalInterface
public interface ServerRequestHandler {

	/** Knows no request at all. */
	ServerRequestHandler NONE = (frame) -> null;

	/**
	 * Handles a request. The frame is valid only during the call.
	 * @param request the request
	 * @return the reply, ignored for one-way requests; {@code null} when the request's
	 * code is not known
	 */
	@Nullable CompletableFuture<Reply> handle(Frame request);

	/**
	 * What the server gets back.
	 *
	 * @param code the response code
	 * @param remark text for humans, may be empty
	 * @param body the body, may be empty
	 */
	@SuppressWarnings("ArrayRecordComponent") // on its way to the wire, never compared
	record Reply(int code, String remark, byte[] body) {

	}

}
