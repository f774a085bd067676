package io.github.rocketmqlite.internal.codec;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Whole frames to bytes and back (protocol 1.1): {@code i32 length, u8 header format,
 * u24 header length, header, body}. The last step before the socket and the first after
 * it.
 * <p>
 * Requests are written straight into the outgoing buffer; the two lengths are filled in
 * afterwards.
 * <p>
 * Threading: stateless.
 */
public final class FrameCodec {

	/** The largest header that is read, in bytes. */
	public static final int MAX_HEADER_BYTES = 256 * 1024;

	/** The protocol version that this client speaks: that of release 5.5.0. */
	static final int VERSION = 513;

	private static final int PREFIX_BYTES = 8;

	private static final int HEADER_MARK_BYTES = 4;

	private static final int ANSWER_BIT = 1;

	private static final int ONEWAY_BIT = 2;

	private static final int MAX_U24 = 0xFFFFFF;

	private FrameCodec() {
	}

	/**
	 * Writes a whole request.
	 * @param out where to write
	 * @param request the request
	 * @param opaque the correlation id
	 * @param oneway whether no answer is wanted
	 * @param preferred the header's form, unless the code needs JSON
	 */
	public static void encodeRequest(ByteBuf out, Request<?> request, int opaque, boolean oneway,
			HeaderFormat preferred) {
		HeaderFormat format = formatFor(request.code(), preferred);
		int start = out.writerIndex();
		out.writeLong(0);
		int flag = oneway ? ONEWAY_BIT : 0;
		if (format == HeaderFormat.BINARY) {
			BinaryHeader.write(out, request, opaque, flag);
		}
		else {
			JsonHeader.write(out, request, opaque, flag);
		}
		endHeader(out, start, format);
		request.writeBody(out);
		endFrame(out, start);
	}

	/**
	 * Writes a whole answer to a request that a server sent.
	 * @param out where to write
	 * @param code the response code
	 * @param remark a text, empty for none
	 * @param body the body
	 * @param opaque the correlation id of the request
	 * @param format the header's form, unless the code needs JSON
	 */
	public static void encodeAnswer(ByteBuf out, int code, String remark, byte[] body, int opaque,
			HeaderFormat format) {
		HeaderFormat used = formatFor(code, format);
		int start = out.writerIndex();
		out.writeLong(0);
		if (used == HeaderFormat.BINARY) {
			BinaryHeader.writeAnswer(out, code, remark, opaque, ANSWER_BIT);
		}
		else {
			JsonHeader.writeAnswer(out, code, remark, opaque, ANSWER_BIT);
		}
		endHeader(out, start, used);
		out.writeBytes(body);
		endFrame(out, start);
	}

	private static HeaderFormat formatFor(int code, HeaderFormat preferred) {
		// the binary form has 16 bits for the code and would cut the rest off silently
		return (code == (short) code) ? preferred : HeaderFormat.JSON;
	}

	private static void endHeader(ByteBuf out, int start, HeaderFormat format) {
		int headerLength = out.writerIndex() - start - PREFIX_BYTES;
		if (headerLength > MAX_U24) {
			out.writerIndex(start);
			throw new InvalidMessageException(
					"The header of a request takes " + headerLength + " bytes, more than the limit of " + MAX_U24);
		}
		out.setInt(start + HEADER_MARK_BYTES, (format.number() << 24) | headerLength);
	}

	private static void endFrame(ByteBuf out, int start) {
		out.setInt(start, out.writerIndex() - start - HEADER_MARK_BYTES);
	}

	/**
	 * Reads one frame, whose body is to be decoded within the default limits.
	 */
	public static Frame decode(ByteBuf frame, String peer) {
		return decode(frame, peer, DecodeLimits.DEFAULTS);
	}

	/**
	 * Reads one frame.
	 * @param frame exactly one frame without its length field; not consumed
	 * @param peer the sender's address, {@code host:port}
	 * @param limits how much of its body is to be taken in
	 * @return the frame, which holds its own reference to the body
	 * @throws ProtocolException when the bytes are not a frame
	 */
	public static Frame decode(ByteBuf frame, String peer, DecodeLimits limits) {
		return decode(frame, frame.readerIndex(), frame.readableBytes(), peer, limits, new HeaderMemory());
	}

	/**
	 * Reads one frame of several. It is lost when the next one is read.
	 * @param in where the frame is; not consumed
	 * @param index where it begins, behind its length field
	 * @param length its length
	 * @param peer the sender's address, {@code host:port}
	 * @param limits how much of its body is to be taken in
	 * @param memory what frames are read in
	 * @return the frame, which holds its own reference to the body
	 * @throws ProtocolException when the bytes are not a frame
	 */
	public static Frame decode(ByteBuf in, int index, int length, String peer, DecodeLimits limits,
			HeaderMemory memory) {
		if (length < HEADER_MARK_BYTES) {
			throw problem(peer, "has " + length + " bytes, fewer than the " + HEADER_MARK_BYTES + " it needs", null);
		}
		int type = in.getUnsignedByte(index);
		int headerLength = in.getUnsignedMedium(index + 1);
		checkHeaderLength(peer, headerLength, length - HEADER_MARK_BYTES);
		Header header = readHeader(peer, type, in, index + HEADER_MARK_BYTES, headerLength, memory);
		int bodyLength = length - HEADER_MARK_BYTES - headerLength;
		ByteBuf body = (bodyLength == 0) ? Unpooled.EMPTY_BUFFER
				: in.retainedSlice(index + HEADER_MARK_BYTES + headerLength, bodyLength);
		return memory.frame(header, body, peer, limits);
	}

	private static void checkHeaderLength(String peer, int headerLength, int left) {
		if (headerLength > left) {
			throw problem(peer, "claims a header of " + headerLength + " bytes, but only " + left + " bytes are left",
					null);
		}
		if (headerLength > MAX_HEADER_BYTES) {
			throw problem(peer,
					"has a header of " + headerLength + " bytes, more than the limit of " + MAX_HEADER_BYTES, null);
		}
	}

	private static Header readHeader(String peer, int type, ByteBuf frame, int index, int length, HeaderMemory memory) {
		try {
			return switch (type) {
				case 0 -> memory.readJson(frame, index, length);
				case 1 -> memory.readBinary(frame, index, length);
				default -> throw new ProtocolException("its header format is " + type + ", which is unknown",
						Outcome.UNKNOWN, null);
			};
		}
		catch (ProtocolException ex) {
			throw problem(peer, "cannot be read: " + ex.getMessage(), ex);
		}
	}

	private static ProtocolException problem(String peer, String what, @Nullable Throwable cause) {
		return new ProtocolException("A frame from " + peer + " " + what, Outcome.UNKNOWN, cause);
	}

}
