package io.github.rocketmqlite.internal.codec;

import io.netty.buffer.ByteBuf;

/**
 * A request that a client sends: an immutable value that writes its own header and reads
 * its own answer.
 *
 * @param <R> what the answer is decoded to
 */
public interface Request<R> {

	byte[] NO_BODY = new byte[0];

	/**
	 * The request code of the protocol.
	 */
	int code();

	/**
	 * The protocol version that the header tells. Servers treat a few requests of old
	 * clients differently.
	 */
	default int protocolVersion() {
		return FrameCodec.VERSION;
	}

	/**
	 * Whether servers expect a header field in what is signed.
	 */
	default boolean signs(String field) {
		return true;
	}

	/**
	 * What errors and logs call this request.
	 */
	default String name() {
		return getClass().getSimpleName();
	}

	/**
	 * Writes the header fields.
	 */
	void writeFields(FieldWriter out);

	/**
	 * The body; callers do not change it.
	 */
	default byte[] body() {
		return NO_BODY;
	}

	/**
	 * Whether the body is in pieces until it is {@linkplain #writeBody written}, so that
	 * there is no array that could be sent from where it is.
	 */
	default boolean isBodyComposed() {
		return false;
	}

	/**
	 * Writes the body.
	 */
	default void writeBody(ByteBuf out) {
		out.writeBytes(body());
	}

	/**
	 * Reads the answer. The frame is valid only during the call: what is kept of it is
	 * copied. Runs on an event loop and must not block.
	 * @throws io.github.rocketmqlite.BrokerException when the answer is a refusal
	 * @throws io.github.rocketmqlite.ProtocolException when the answer makes no sense
	 */
	R decode(Frame answer);

	/**
	 * The body of this request within a scope. Commands whose body holds names of topics
	 * or groups wrap them here.
	 */
	default byte[] body(RequestScope scope) {
		return body();
	}

	/**
	 * Reads the answer to this request within a scope. Commands whose answer holds names
	 * of topics or groups unwrap them here.
	 */
	default R decode(Frame answer, RequestScope scope) {
		return decode(answer);
	}

}
