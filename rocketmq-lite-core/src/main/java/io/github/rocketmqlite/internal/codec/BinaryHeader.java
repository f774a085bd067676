package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * The binary form of a header, which the protocol calls ROCKETMQ (1.3).
 * <p>
 * Threading: stateless.
 */
final class BinaryHeader {

	private static final int JAVA = 0;

	private static final int REMARK_LENGTH_AT = 13;

	private static final int REMARK_AT = 17;

	private BinaryHeader() {
	}

	static void write(ByteBuf out, Request<?> request, int opaque, int flag) {
		writeStart(out, request.code(), request.protocolVersion(), opaque, flag);
		out.writeInt(0);
		int lengthAt = out.writerIndex();
		out.writeInt(0);
		request.writeFields(new BinaryFieldWriter(out));
		out.setInt(lengthAt, out.writerIndex() - lengthAt - Integer.BYTES);
	}

	static void writeAnswer(ByteBuf out, int code, String remark, int opaque, int flag) {
		writeStart(out, code, FrameCodec.VERSION, opaque, flag);
		int lengthAt = out.writerIndex();
		out.writeInt(0);
		out.setInt(lengthAt, ByteBufUtil.writeUtf8(out, remark));
		out.writeInt(0);
	}

	private static void writeStart(ByteBuf out, int code, int version, int opaque, int flag) {
		out.writeShort(code);
		out.writeByte(JAVA);
		out.writeShort(version);
		out.writeInt(opaque);
		out.writeInt(flag);
	}

	/**
	 * Reads a header.
	 * @param header what begins with the header
	 * @param length the header's length
	 * @param fields becomes those of the header
	 */
	static Header read(byte[] header, int length, HeaderFields fields) {
		if (length < REMARK_AT + Integer.BYTES) {
			throw problem("A binary header has " + length + " bytes, fewer than the " + (REMARK_AT + Integer.BYTES)
					+ " it needs");
		}
		int remarkLength = length("remark", BigEndian.getInt(header, REMARK_LENGTH_AT),
				length - REMARK_AT - Integer.BYTES);
		String remark = (remarkLength == 0) ? "" : TextEscape
			.shorten(new String(header, REMARK_AT, remarkLength, StandardCharsets.UTF_8), Header.MAX_REMARK);
		int fieldsAt = REMARK_AT + remarkLength + Integer.BYTES;
		int left = length - fieldsAt;
		int fieldsLength = length("fields", BigEndian.getInt(header, fieldsAt - Integer.BYTES), left);
		if (fieldsLength != left) {
			throw problem("A binary header ends with " + (left - fieldsLength) + " bytes that belong to nothing");
		}
		return new Header.Of(BigEndian.getShort(header, 0), BigEndian.getShort(header, 3), BigEndian.getInt(header, 5),
				BigEndian.getInt(header, 9), remark, readFields(header, fieldsAt, length, fields));
	}

	private static HeaderFields readFields(byte[] header, int start, int end, HeaderFields fields) {
		fields.reset(header);
		int at = start;
		while (at < end) {
			int name = place(at, Short.BYTES, end);
			int nameLength = length("a field's name", BigEndian.getShort(header, at), end - name);
			int value = place(name + nameLength, Integer.BYTES, end);
			int valueLength = length("a field's value", BigEndian.getInt(header, value - Integer.BYTES), end - value);
			// this form cannot tell empty from absent; servers read it as absent
			if (valueLength > 0) {
				fields.add(name, name + nameLength, value, value + valueLength);
			}
			at = value + valueLength;
		}
		return fields;
	}

	private static int place(int at, int width, int end) {
		if (end - at < width) {
			throw problem("A binary header of " + end + " bytes ends inside a field, at " + at);
		}
		return at + width;
	}

	private static int length(String what, int length, int limit) {
		if (length < 0 || length > limit) {
			throw problem("The length of " + what + " in a binary header is " + length + ", but only " + limit
					+ " bytes are left");
		}
		return length;
	}

	private static ProtocolException problem(String message) {
		return new ProtocolException(message, Outcome.UNKNOWN, null);
	}

}
