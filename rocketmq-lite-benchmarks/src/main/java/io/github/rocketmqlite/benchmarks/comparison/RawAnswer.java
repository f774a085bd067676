package io.github.rocketmqlite.benchmarks.comparison;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;

/**
 * The two numbers of an answer's header that matter, from its header's length on. Brokers
 * answer with JSON headers also where the request's was binary.
 */
final class RawAnswer {

	private static final int HEADER_LENGTH_MASK = 0xFFFFFF;

	private static final int CODE_AT = 4;

	private static final int OPAQUE_AT = 9;

	private static final byte[] CODE = "\"code\":".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] OPAQUE = "\"opaque\":".getBytes(StandardCharsets.US_ASCII);

	private RawAnswer() {
	}

	static int code(ByteBuf answer) {
		int start = answer.readerIndex();
		return isJson(answer) ? number(answer, CODE) : answer.getShort(start + CODE_AT);
	}

	static int opaque(ByteBuf answer) {
		int start = answer.readerIndex();
		return isJson(answer) ? number(answer, OPAQUE) : answer.getInt(start + OPAQUE_AT);
	}

	/** Where the body begins. */
	static int body(ByteBuf answer) {
		int start = answer.readerIndex();
		return start + Integer.BYTES + (answer.getInt(start) & HEADER_LENGTH_MASK);
	}

	private static boolean isJson(ByteBuf answer) {
		return answer.getByte(answer.readerIndex()) == 0;
	}

	private static int number(ByteBuf answer, byte[] name) {
		int at = answer.readerIndex() + Integer.BYTES;
		int found = 0;
		while (found < name.length) {
			byte next = answer.getByte(at++);
			found = (next == name[found]) ? found + 1 : (next == name[0]) ? 1 : 0;
		}
		int value = 0;
		for (byte digit = answer.getByte(at); digit >= '0' && digit <= '9'; digit = answer.getByte(++at)) {
			value = value * 10 + digit - '0';
		}
		return value;
	}

}
