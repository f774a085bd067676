package io.github.rocketmqlite.internal.codec.command;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Puts member names in quotes that servers print without: whole numbers and objects
 * (protocol 7.9). Everything else stays as it is, for the parser to judge.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class JsonKeys {

	private static final int MAX_DEPTH = 64;

	private final byte[] text;

	private byte[] out;

	private int copied;

	private int size;

	private JsonKeys(byte[] text) {
		this.text = text;
		this.out = text;
	}

	/**
	 * The text with all its names in quotes; the same array when they are already.
	 */
	static byte[] quote(byte[] text) {
		return new JsonKeys(text).quote();
	}

	private byte[] quote() {
		BitSet objects = new BitSet(MAX_DEPTH);
		int depth = 0;
		boolean name = false;
		for (int at = 0; at < this.text.length && depth < MAX_DEPTH; at++) {
			byte b = this.text[at];
			if (name && (b == '{' || b == '-' || isDigit(b))) {
				at = quoteName(at) - 1;
				name = false;
			}
			else if (b == '"') {
				at = stringEnd(at) - 1;
				name = false;
			}
			else if (b == '{' || b == '[') {
				objects.set(++depth, b == '{');
				name = b == '{';
			}
			else if (b == '}' || b == ']') {
				depth = Math.max(0, depth - 1);
				name = false;
			}
			else if (b == ',') {
				name = objects.get(depth);
			}
			else if (b > ' ') {
				name = false;
			}
		}
		return finish();
	}

	private int quoteName(int start) {
		int end = (this.text[start] == '{') ? objectEnd(start) : numberEnd(start);
		copyTo(start);
		append((byte) '"');
		for (int i = start; i < end; i++) {
			if (this.text[i] == '"' || this.text[i] == '\\') {
				append((byte) '\\');
			}
			append(this.text[i]);
		}
		append((byte) '"');
		this.copied = end;
		return end;
	}

	private int numberEnd(int start) {
		int at = start + 1;
		while (at < this.text.length && isDigit(this.text[at])) {
			at++;
		}
		return at;
	}

	private int objectEnd(int start) {
		int open = 0;
		int at = start;
		while (at < this.text.length) {
			byte b = this.text[at];
			if (b == '"') {
				at = stringEnd(at);
				continue;
			}
			open += (b == '{') ? 1 : (b == '}') ? -1 : 0;
			at++;
			if (open == 0) {
				break;
			}
		}
		return at;
	}

	private int stringEnd(int start) {
		int at = start + 1;
		while (at < this.text.length && this.text[at] != '"') {
			at += (this.text[at] == '\\') ? 2 : 1;
		}
		return Math.min(this.text.length, at + 1);
	}

	private void copyTo(int end) {
		int length = end - this.copied;
		makeRoom(length);
		System.arraycopy(this.text, this.copied, this.out, this.size, length);
		this.size += length;
		this.copied = end;
	}

	private void append(byte b) {
		makeRoom(1);
		this.out[this.size++] = b;
	}

	private void makeRoom(int more) {
		if (this.out == this.text) {
			this.out = new byte[this.text.length + 64];
		}
		if (this.out.length - this.size < more) {
			this.out = Arrays.copyOf(this.out, 2 * this.out.length + more);
		}
	}

	private byte[] finish() {
		if (this.out == this.text) {
			return this.text;
		}
		copyTo(this.text.length);
		return Arrays.copyOf(this.out, this.size);
	}

	private static boolean isDigit(byte b) {
		return b >= '0' && b <= '9';
	}

}
