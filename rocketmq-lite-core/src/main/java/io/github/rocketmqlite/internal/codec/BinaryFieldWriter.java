package io.github.rocketmqlite.internal.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes header fields straight into the outgoing buffer in the binary form:
 * {@code i16 length, name, i32 length, value}.
 * <p>
 * Threading: confined to the thread that encodes the frame.
 */
final class BinaryFieldWriter implements FieldWriter {

	private static final long TRUE = 0x74727565;

	private static final int FALSE_START = 0x66616c73;

	private final ByteBuf out;

	BinaryFieldWriter(ByteBuf out) {
		this.out = out;
	}

	@Override
	public void field(String name, @Nullable String value) {
		// servers read an empty value as null, and take that for the word "null" when
		// they
		// check signatures
		if (value == null || value.isEmpty()) {
			return;
		}
		name(name);
		int lengthAt = this.out.writerIndex();
		this.out.writeInt(0);
		this.out.setInt(lengthAt, ByteBufUtil.writeUtf8(this.out, value));
	}

	@Override
	public void field(String name, PropertiesText properties) {
		if (properties.id().isEmpty() && properties.furtherProperties().isEmpty()) {
			return;
		}
		name(name);
		int lengthAt = this.out.writerIndex();
		this.out.writeInt(0);
		properties.writeProperties(this.out);
		this.out.setInt(lengthAt, this.out.writerIndex() - lengthAt - Integer.BYTES);
	}

	@Override
	public void field(String name, int value) {
		field(name, (long) value);
	}

	@Override
	public void field(String name, long value) {
		if (name.length() == 1 && value >= 0 && value <= 9) {
			// the most frequent field of a send request: eight bytes at once
			this.out.writeLong((1L << 48) | ((long) name.charAt(0) << 40) | (1L << 8) | ('0' + value));
			return;
		}
		name(name);
		int length = Decimal.length(value);
		this.out.writeInt(length);
		Decimal.write(this.out, value, length);
	}

	@Override
	public void field(String name, boolean value) {
		name(name);
		if (value) {
			this.out.writeLong((4L << 32) | TRUE);
		}
		else {
			this.out.writeLong((5L << 32) | FALSE_START);
			this.out.writeByte('e');
		}
	}

	private void name(String name) {
		if (name.length() == 1) {
			this.out.writeMedium((1 << 8) | name.charAt(0));
		}
		else {
			this.out.writeShort(name.length());
			ByteBufUtil.writeAscii(this.out, name);
		}
	}

}
