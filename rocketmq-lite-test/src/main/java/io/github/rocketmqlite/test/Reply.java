package io.github.rocketmqlite.test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ScriptedBroker} does with a request.
 * <p>
 * Threading: immutable.
 */
public final class Reply {

	private static final byte[] NO_BODY = {};

	private final Duration delay;

	private final Action action;

	private Reply(Duration delay, Action action) {
		this.delay = delay;
		this.action = action;
	}

	/**
	 * An answer without remark, fields and body.
	 * @param code the response code, 0 for success
	 */
	public static Reply answer(int code) {
		return answer(code, null);
	}

	/**
	 * An answer without fields and body.
	 * @param code the response code, 0 for success
	 * @param remark the text that explains it
	 */
	public static Reply answer(int code, @Nullable String remark) {
		return answer(code, remark, Map.of(), NO_BODY);
	}

	/**
	 * An answer to the request, with its opaque.
	 * @param code the response code, 0 for success
	 * @param remark the text that explains it
	 * @param ext the header fields
	 * @param body the body, empty for none
	 */
	public static Reply answer(int code, @Nullable String remark, Map<String, String> ext, byte[] body) {
		Map<String, String> fields = Map.copyOf(ext);
		byte[] bytes = body.clone();
		return new Reply(Duration.ZERO, (request, connection) -> {
			RemotingCommand response = RemotingCommand.createResponseCommand(code, remark);
			response.setOpaque(request.opaque());
			response.setExtFields(new HashMap<>(fields));
			if (bytes.length > 0) {
				response.setBody(bytes);
			}
			if (!request.oneway()) {
				connection.send(Frames.encode(response));
			}
		});
	}

	/**
	 * No answer at all; the connection stays open.
	 */
	public static Reply noAnswer() {
		return new Reply(Duration.ZERO, (request, connection) -> {
		});
	}

	/**
	 * Closes the connection on which the request came, without an answer.
	 */
	public static Reply closeConnection() {
		return new Reply(Duration.ZERO, (request, connection) -> connection.close());
	}

	/**
	 * Bytes to send as they are, for broken frames: length field and all.
	 * @param bytes what to write to the connection
	 */
	public static Reply raw(byte[] bytes) {
		byte[] copy = bytes.clone();
		return new Reply(Duration.ZERO, (request, connection) -> connection.send(copy));
	}

	/**
	 * The reply, but later. Requests that come on the connection meanwhile are handled,
	 * and their answers overtake this one.
	 * @param delay how much later, in addition to a delay the reply has already
	 * @param reply what to do then
	 */
	public static Reply delayed(Duration delay, Reply reply) {
		return new Reply(delay.plus(reply.delay), reply.action);
	}

	/**
	 * Several replies to one request, for example two answers, or an answer and then the
	 * end of the connection. Their delays count from the arrival of the request.
	 * @param replies what to do, in this order
	 */
	public static Reply all(Reply... replies) {
		Reply[] copy = replies.clone();
		return new Reply(Duration.ZERO, (request, connection) -> {
			for (Reply reply : copy) {
				reply.apply(request, connection);
			}
		});
	}

	void apply(ScriptedBroker.Request request, ScriptedConnection connection) {
		if (this.delay.isZero()) {
			this.action.apply(request, connection);
		}
		else {
			connection.later(this.delay, () -> this.action.apply(request, connection));
		}
	}

	/** The deed of a reply, on the connection of its request. */
	@FunctionalInterface
	private interface Action {

		void apply(ScriptedBroker.Request request, ScriptedConnection connection);

	}

}
