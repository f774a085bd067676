package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes header fields straight into the outgoing buffer as members of a JSON object. All
 * values are JSON strings, as servers write them.
 * <p>
 * Threading: confined to the thread that encodes the frame.
 */
final class JsonFieldWriter implements FieldWriter {

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	/** The bytes of {@code ,"?":"?"} without name and digit. */
	private static final long ONE_DIGIT = 0x2C22_0022_3A22_0022L;

	private final ByteBuf out;

	private boolean first = true;

	JsonFieldWriter(ByteBuf out) {
		this.out = out;
	}

	@Override
	public void field(String name, @Nullable String value) {
		if (value == null) {
			return;
		}
		name(name);
		writeString(this.out, value);
	}

	@Override
	public void field(String name, int value) {
		field(name, (long) value);
	}

	@Override
	public void field(String name, long value) {
		if (name.length() == 1 && value >= 0 && value <= 9 && !this.first) {
			// the most frequent field of a send request: ,"d":"4" at once
			this.out.writeLong(ONE_DIGIT | ((long) name.charAt(0) << 40) | (('0' + value) << 8));
			return;
		}
		name(name);
		this.out.writeByte('"');
		Decimal.write(this.out, value);
		this.out.writeByte('"');
	}

	@Override
	public void field(String name, boolean value) {
		name(name);
		this.out.writeByte('"');
		ByteBufUtil.writeAscii(this.out, value ? "true" : "false");
		this.out.writeByte('"');
	}

	private void name(String name) {
		if (!this.first) {
			this.out.writeByte(',');
		}
		this.first = false;
		this.out.writeByte('"');
		ByteBufUtil.writeAscii(this.out, name);
		this.out.writeShort(('"' << 8) | ':');
	}

	/**
	 * Writes a quoted and escaped JSON string.
	 */
	static void writeString(ByteBuf out, String text) {
		out.writeByte('"');
		int written = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || c == '"' || c == '\\') {
				ByteBufUtil.writeUtf8(out, text, written, i);
				writeEscape(out, c);
				written = i + 1;
			}
		}
		ByteBufUtil.writeUtf8(out, text, written, text.length());
		out.writeByte('"');
	}

	private static void writeEscape(ByteBuf out, char c) {
		out.writeByte('\\');
		switch (c) {
			case '"', '\\' -> out.writeByte(c);
			case '\n' -> out.writeByte('n');
			case '\r' -> out.writeByte('r');
			case '\t' -> out.writeByte('t');
			case '\b' -> out.writeByte('b');
			case '\f' -> out.writeByte('f');
			default -> {
				out.writeByte('u');
				out.writeShort(('0' << 8) | '0');
				out.writeShort((HEX[c >> 4] << 8) | HEX[c & 0xF]);
			}
		}
	}

}
