package io.github.rocketmqlite.internal.codec;

import io.github.rocketmqlite.BrokerException;
import io.netty.buffer.ByteBuf;

/**
 * A received request or answer. Owns a reference to its body's buffer until
 * {@link #release()}.
 * <p>
 * Threading: confined to the event loop of its connection.
 */
public final class Frame {

	private static final int SUCCESS = 0;

	private static final int ANSWER_BIT = 1;

	private static final int ONEWAY_BIT = 2;

	private final int code;

	private final int version;

	private final int opaque;

	private final int flag;

	private final String remark;

	private final Fields fields;

	private final ByteBuf body;

	private final String peer;

	private final DecodeLimits limits;

	/**
	 * Describes a frame.
	 * @param code the request or response code
	 * @param version the sender's protocol version
	 * @param opaque the correlation id
	 * @param flag the flag bits
	 * @param remark the sender's text, empty when absent
	 * @param fields the header fields
	 * @param body the body; the frame takes over one reference to it
	 * @param peer the address of the sender, {@code host:port}
	 * @param limits how much of the frame is to be taken in
	 */
	public Frame(int code, int version, int opaque, int flag, String remark, Fields fields, ByteBuf body, String peer,
			DecodeLimits limits) {
		this.code = code;
		this.version = version;
		this.opaque = opaque;
		this.flag = flag;
		this.remark = remark;
		this.fields = fields;
		this.body = body;
		this.peer = peer;
		this.limits = limits;
	}

	public int code() {
		return this.code;
	}

	public int version() {
		return this.version;
	}

	public int opaque() {
		return this.opaque;
	}

	public boolean isAnswer() {
		return (this.flag & ANSWER_BIT) != 0;
	}

	public boolean isOneway() {
		return (this.flag & ONEWAY_BIT) != 0;
	}

	public String remark() {
		return this.remark;
	}

	public Fields fields() {
		return this.fields;
	}

	public ByteBuf body() {
		return this.body;
	}

	/**
	 * Copies the body.
	 */
	public byte[] bodyBytes() {
		byte[] bytes = new byte[this.body.readableBytes()];
		this.body.getBytes(this.body.readerIndex(), bytes);
		return bytes;
	}

	public String peer() {
		return this.peer;
	}

	/**
	 * How much of this frame is to be taken in.
	 */
	public DecodeLimits limits() {
		return this.limits;
	}

	/**
	 * Returns this frame if it is a success.
	 * @throws BrokerException otherwise, with code, remark and peer
	 */
	public Frame requireSuccess() {
		if (this.code != SUCCESS) {
			throw refusal();
		}
		return this;
	}

	/**
	 * The error that a refusing answer stands for.
	 */
	public BrokerException refusal() {
		return new BrokerException(this.code, this.remark, this.peer);
	}

	public void release() {
		this.body.release();
	}

}
