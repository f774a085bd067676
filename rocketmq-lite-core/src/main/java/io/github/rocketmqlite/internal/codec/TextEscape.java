package io.github.rocketmqlite.internal.codec;

/**
 * Makes texts of strangers fit for exceptions and logs: bounded, on one line and without
 * control characters.
 * <p>
 * Threading: stateless.
 */
final class TextEscape {

	private TextEscape() {
	}

	/**
	 * Escapes control characters and cuts the result.
	 * @param text any text
	 * @param maxLength the longest result, in characters
	 */
	static String shorten(String text, int maxLength) {
		int clean = cleanPrefix(text, maxLength);
		if (clean == text.length()) {
			return text;
		}
		StringBuilder out = new StringBuilder(Math.min(text.length() + 16, maxLength)).append(text, 0, clean);
		for (int i = clean; i < text.length(); i++) {
			String piece = piece(text, i);
			if (out.length() + piece.length() > maxLength) {
				break;
			}
			out.append(piece);
			i += (piece.length() == 2 && Character.isSurrogate(piece.charAt(0))) ? 1 : 0;
		}
		return out.toString();
	}

	private static int cleanPrefix(String text, int maxLength) {
		int end = Math.min(text.length(), maxLength);
		for (int i = 0; i < end; i++) {
			char c = text.charAt(i);
			if (isUnfit(c) || Character.isSurrogate(c)) {
				return i;
			}
		}
		return end;
	}

	private static String piece(String text, int index) {
		char c = text.charAt(index);
		if (isUnfit(c)) {
			return escape(c);
		}
		if (Character.isHighSurrogate(c) && index + 1 < text.length()
				&& Character.isLowSurrogate(text.charAt(index + 1))) {
			return text.substring(index, index + 2);
		}
		return Character.isSurrogate(c) ? escape(c) : String.valueOf(c);
	}

	private static String escape(char c) {
		return switch (c) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			default -> "\\u" + Integer.toHexString(0x10000 | c).substring(1);
		};
	}

	private static boolean isUnfit(char c) {
		return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
	}

}
