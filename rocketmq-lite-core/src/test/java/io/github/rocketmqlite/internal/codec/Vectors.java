package io.github.rocketmqlite.internal.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import io.netty.buffer.Unpooled;

/**
 * The recorded bytes in {@code src/test/resources/vectors}; {@code INDEX.md} there says
 * where each comes from.
 */
public final class Vectors {

	private static final int LENGTH_BYTES = 4;

	private Vectors() {
	}

	/**
	 * The bytes of a {@code .hex} file.
	 */
	public static byte[] bytes(String name) {
		return HexFormat.of().parseHex(text(name + ".hex").strip());
	}

	/**
	 * The bytes of a recorded frame without its length field.
	 */
	public static byte[] withoutLength(String name) {
		byte[] frame = bytes(name);
		return Arrays.copyOfRange(frame, LENGTH_BYTES, frame.length);
	}

	/**
	 * A recorded frame, decoded.
	 */
	public static Frame frame(String name) {
		return FrameCodec.decode(Unpooled.wrappedBuffer(withoutLength(name)), "vector:" + name);
	}

	public static String text(String file) {
		try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
			return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
