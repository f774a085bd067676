package io.github.rocketmqlite.internal.codec;

import java.util.Objects;

import io.github.rocketmqlite.BrokerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A received request or answer. Owns a reference to its body's buffer until
 * {@link #release()}. All of it is lost when the next frame of its connection is read.
 * <p>
 * Threading: confined to the event loop of its connection.
 */
public final class Frame {

	private static final int SUCCESS = 0;

	private static final int ANSWER_BIT = 1;

	private static final int ONEWAY_BIT = 2;

	private int code;

	private int version;

	private int opaque;

	private int flag;

	private String remark = "";

	private @Nullable Fields fields;

	private ByteBuf body = Unpooled.EMPTY_BUFFER;

	private String peer = "";

	private DecodeLimits limits = DecodeLimits.DEFAULTS;

	Frame() {
	}

	/**
	 * Becomes another frame.
	 * @param next what it says before its body
	 * @param content the body; the frame takes over one reference to it
	 * @param sender the address of the sender, {@code host:port}
	 * @param most how much of the frame is to be taken in
	 */
	Frame become(Header next, ByteBuf content, String sender, DecodeLimits most) {
		this.code = next.code();
		this.version = next.version();
		this.opaque = next.opaque();
		this.flag = next.flag();
		this.remark = next.remark();
		this.fields = next.fields();
		this.body = content;
		this.peer = sender;
		this.limits = most;
		return this;
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
		return Objects.requireNonNull(this.fields);
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
