package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * The {@linkplain MessageProperties text form} of a message's properties, which is
 * written to where it goes without being made as a text before. Most messages have no
 * properties but the unique id and the wish that the broker waits until it has stored
 * them.
 */
public interface PropertiesText {

	/**
	 * The unique id of the message; empty when all properties are among the further ones.
	 */
	String id();

	/**
	 * All other properties, encoded.
	 */
	String furtherProperties();

	/**
	 * The text, made anew.
	 */
	default String properties() {
		return id().isEmpty() ? furtherProperties() : Parts.ID_NAME + id() + Parts.WAITS + furtherProperties();
	}

	/**
	 * How many bytes {@link #writeProperties} writes.
	 */
	default int propertiesBytes() {
		int further = ByteBufUtil.utf8Bytes(furtherProperties());
		return id().isEmpty() ? further : Parts.ID_NAME.length() + id().length() + Parts.WAITS.length() + further;
	}

	/**
	 * Writes the text in UTF-8.
	 */
	default void writeProperties(ByteBuf out) {
		if (!id().isEmpty()) {
			out.writeBytes(Parts.ID_NAME_BYTES);
			ByteBufUtil.writeAscii(out, id());
			out.writeBytes(Parts.WAITS_BYTES);
		}
		String further = furtherProperties();
		if (!further.isEmpty()) {
			ByteBufUtil.reserveAndWriteUtf8(out, further, ByteBufUtil.utf8Bytes(further));
		}
	}

	/**
	 * What stands around the id.
	 */
	final class Parts {

		private static final String ID_NAME = MessageProperties.UNIQ_KEY + MessageProperties.NAME_END;

		private static final String WAITS = MessageProperties.VALUE_END + MessageProperties.WAIT
				+ MessageProperties.NAME_END + "true" + MessageProperties.VALUE_END;

		private static final byte[] ID_NAME_BYTES = ID_NAME.getBytes(StandardCharsets.US_ASCII);

		private static final byte[] WAITS_BYTES = WAITS.getBytes(StandardCharsets.US_ASCII);

		private Parts() {
		}

	}

}
