package io.github.rocketmqlite.test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a {@link ProxiedConnection} makes of a server's answers in the modes
 * {@link FaultMode#GARBAGE} and {@link FaultMode#DUPLICATE}, which treat whole frames. A
 * frame belongs to the mode that holds when its end arrives.
 * <p>
 * Threading: confined to the thread that pumps the answers.
 */
final class RewrittenAnswers {

	private static final int LENGTH_BYTES = 4;

	/** The beginning of a frame whose end has not come. */
	private byte[] part = {};

	private int spoiled;

	boolean hasPart() {
		return this.part.length > 0;
	}

	/**
	 * Takes what the server sent and returns what the client shall get now.
	 */
	byte[] rewrite(FaultMode mode, byte[] chunk, int length) {
		byte[] bytes = Arrays.copyOf(this.part, this.part.length + length);
		System.arraycopy(chunk, 0, bytes, this.part.length, length);
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		int start = 0;
		int end = endOfFrame(bytes, start);
		while (end <= bytes.length) {
			append(output, mode, Arrays.copyOfRange(bytes, start, end));
			start = end;
			end = endOfFrame(bytes, start);
		}
		this.part = Arrays.copyOfRange(bytes, start, bytes.length);
		return output.toByteArray();
	}

	private static int endOfFrame(byte[] bytes, int start) {
		if (bytes.length - start < LENGTH_BYTES) {
			return Integer.MAX_VALUE;
		}
		return start + LENGTH_BYTES + ByteBuffer.wrap(bytes).getInt(start);
	}

	private void append(ByteArrayOutputStream output, FaultMode mode, byte[] frame) {
		if (mode.kind() == FaultMode.Kind.GARBAGE) {
			int from = (this.spoiled++ % 2 == 0) ? 0 : LENGTH_BYTES;
			for (int i = from; i < frame.length; i++) {
				frame[i] = (byte) ~frame[i];
			}
		}
		output.writeBytes(frame);
		if (mode.kind() == FaultMode.Kind.DUPLICATE) {
			output.writeBytes(frame);
		}
	}

}
