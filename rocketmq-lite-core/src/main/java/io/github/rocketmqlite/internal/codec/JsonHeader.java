package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;

/**
 * The JSON form of a header (protocol 1.2), members in the order of the Java servers.
 * <p>
 * Threading: stateless.
 */
final class JsonHeader {

	private static final byte[] CODE = ascii("{\"code\":");

	private static final byte[] FIELDS = ascii(",\"extFields\":{");

	private static final byte[] FLAG_AFTER_FIELDS = ascii("},\"flag\":");

	private static final byte[] FLAG = ascii(",\"flag\":");

	private static final byte[] OPAQUE = ascii(",\"language\":\"JAVA\",\"opaque\":");

	private static final byte[] REMARK = ascii(",\"remark\":");

	private static final byte[] VERSION = ascii(",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":");

	private JsonHeader() {
	}

	static void write(ByteBuf out, Request<?> request, int opaque, int flag) {
		out.writeBytes(CODE);
		Decimal.write(out, request.code());
		out.writeBytes(FIELDS);
		request.writeFields(new JsonFieldWriter(out));
		out.writeBytes(FLAG_AFTER_FIELDS);
		Decimal.write(out, flag);
		out.writeBytes(OPAQUE);
		Decimal.write(out, opaque);
		writeEnd(out, request.protocolVersion());
	}

	static void writeAnswer(ByteBuf out, int code, String remark, int opaque, int flag) {
		out.writeBytes(CODE);
		Decimal.write(out, code);
		out.writeBytes(FLAG);
		Decimal.write(out, flag);
		out.writeBytes(OPAQUE);
		Decimal.write(out, opaque);
		if (!remark.isEmpty()) {
			out.writeBytes(REMARK);
			JsonFieldWriter.writeString(out, remark);
		}
		writeEnd(out, FrameCodec.VERSION);
	}

	private static void writeEnd(ByteBuf out, int version) {
		out.writeBytes(VERSION);
		Decimal.write(out, version);
		out.writeByte('}');
	}

	/**
	 * Reads a header; escapes are resolved in the given array.
	 */
	static Header read(byte[] header) {
		return new JsonHeaderReader().read(header, header.length);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
