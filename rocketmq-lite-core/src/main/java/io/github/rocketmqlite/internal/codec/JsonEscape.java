package io.github.rocketmqlite.internal.codec;

/**
 * Writes a resolved escape as UTF-8. An escape of six bytes becomes at most three, one of
 * twelve becomes four.
 * <p>
 * Threading: stateless.
 */
final class JsonEscape {

	private JsonEscape() {
	}

	/**
	 * Writes a code point; half of a surrogate pair becomes a question mark.
	 * @return the index after it
	 */
	static int write(byte[] out, int index, int codePoint) {
		int at = index;
		if (codePoint < 0x80) {
			out[at++] = (byte) codePoint;
		}
		else if (codePoint < 0x800) {
			out[at++] = (byte) (0xC0 | codePoint >> 6);
			out[at++] = tail(codePoint);
		}
		else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
			out[at++] = '?';
		}
		else if (codePoint < 0x10000) {
			out[at++] = (byte) (0xE0 | codePoint >> 12);
			out[at++] = tail(codePoint >> 6);
			out[at++] = tail(codePoint);
		}
		else {
			out[at++] = (byte) (0xF0 | codePoint >> 18);
			out[at++] = tail(codePoint >> 12);
			out[at++] = tail(codePoint >> 6);
			out[at++] = tail(codePoint);
		}
		return at;
	}

	private static byte tail(int bits) {
		return (byte) (0x80 | (bits & 0x3F));
	}

}
