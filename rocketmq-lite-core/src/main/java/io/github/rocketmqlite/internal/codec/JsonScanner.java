package io.github.rocketmqlite.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;

/**
 * Walks over the tokens of a JSON text and leaves the place of each in {@link #start()}
 * and {@link #end()}. Escapes are resolved in place, which never needs more room.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class JsonScanner {

	private static final int MAX_DEPTH = 32;

	private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private static final long CONTROL_LIMIT = ONES * ' ';

	private static final long QUOTES = ONES * '"';

	private static final long BACKSLASHES = ONES * '\\';

	private byte[] text = new byte[0];

	private int length;

	private int at;

	private int start;

	private int end;

	/**
	 * Begins with another text.
	 * @param bytes what begins with the text
	 */
	void reset(byte[] bytes, int textLength) {
		this.text = bytes;
		this.length = textLength;
		this.at = 0;
		this.start = 0;
		this.end = 0;
	}

	/** Where the last name or value starts. */
	int start() {
		return this.start;
	}

	/** Where the last name or value ends. */
	int end() {
		return this.end;
	}

	void expect(char wanted) {
		if (!tryTake(wanted)) {
			throw unexpected("'" + wanted + "'");
		}
	}

	boolean tryTake(char wanted) {
		if (isNext(wanted)) {
			this.at++;
			return true;
		}
		skipSpace();
		if (isNext(wanted)) {
			this.at++;
			return true;
		}
		return false;
	}

	private boolean isNext(char wanted) {
		return this.at < this.length && this.text[this.at] == wanted;
	}

	/**
	 * Takes the comma before the next member, or the end of the object or array.
	 */
	boolean hasNext(char close) {
		if (tryTake(',')) {
			return true;
		}
		expect(close);
		return false;
	}

	void expectEnd() {
		skipSpace();
		if (this.at != this.length) {
			throw unexpected("the end");
		}
	}

	/**
	 * Takes a member's name and the colon after it.
	 */
	void name() {
		expect('"');
		string();
		expect(':');
	}

	/**
	 * Takes any value.
	 * @return whether it was not null
	 */
	boolean value() {
		if (isNext('"')) {
			this.at++;
			string();
			return true;
		}
		return value(0);
	}

	/**
	 * Takes a whole number of 32 bits, in quotes or not.
	 */
	int number(String name) {
		skipSpace();
		boolean quoted = tryTake('"');
		boolean negative = tryTake('-');
		int first = this.at;
		long number = 0;
		while (this.at < this.length && isDigit(this.text[this.at]) && number <= Integer.MAX_VALUE) {
			number = number * 10 + (this.text[this.at++] - '0');
		}
		number = negative ? -number : number;
		if (this.at == first || number != (int) number || (quoted && !isNext('"'))) {
			throw problem("'" + name + "' is not a number of 32 bits");
		}
		this.at += quoted ? 1 : 0;
		return (int) number;
	}

	private static boolean isDigit(byte b) {
		return b >= '0' && b <= '9';
	}

	private boolean value(int depth) {
		skipSpace();
		int first = this.at;
		switch (peek()) {
			case '"' -> {
				this.at++;
				string();
				return true;
			}
			case '{' -> members(depth);
			case '[' -> elements(depth);
			default -> {
				return literal();
			}
		}
		this.start = first;
		this.end = this.at;
		return true;
	}

	private void members(int depth) {
		enter(depth);
		if (tryTake('}')) {
			return;
		}
		do {
			name();
			value(depth + 1);
		}
		while (hasNext('}'));
	}

	private void elements(int depth) {
		enter(depth);
		if (tryTake(']')) {
			return;
		}
		do {
			value(depth + 1);
		}
		while (hasNext(']'));
	}

	private void enter(int depth) {
		if (depth >= MAX_DEPTH) {
			throw problem("it is nested deeper than " + MAX_DEPTH);
		}
		this.at++;
	}

	private boolean literal() {
		this.start = this.at;
		while (this.at < this.length && isLiteral(this.text[this.at])) {
			this.at++;
		}
		this.end = this.at;
		if (is("null")) {
			return false;
		}
		if (!is("true") && !is("false") && !isNumber()) {
			this.at = this.start;
			throw unexpected("a value");
		}
		return true;
	}

	private static boolean isLiteral(byte b) {
		return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'E';
	}

	private boolean isNumber() {
		int digits = 0;
		for (int i = this.start; i < this.end; i++) {
			byte b = this.text[i];
			if (b >= '0' && b <= '9') {
				digits++;
			}
			else if (b != '-' && (digits == 0 || (b != '+' && b != '.' && b != 'e' && b != 'E'))) {
				return false;
			}
		}
		return digits > 0;
	}

	private boolean is(String word) {
		if (this.end - this.start != word.length()) {
			return false;
		}
		for (int i = 0; i < word.length(); i++) {
			if (this.text[this.start + i] != word.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private void string() {
		this.start = this.at;
		int stop = stringStop(this.at);
		this.at = stop;
		byte b = peek();
		if (b == '"') {
			this.end = stop;
			this.at = stop + 1;
		}
		else if (b == '\\') {
			unescape();
		}
		else {
			throw unexpected("the end of a string");
		}
	}

	/**
	 * The next quote, backslash or control character, or the end of the text.
	 */
	private int stringStop(int from) {
		byte[] bytes = this.text;
		int i = from;
		for (; i <= this.length - Long.BYTES; i += Long.BYTES) {
			long stops = stops((long) EIGHT_BYTES.get(bytes, i));
			if (stops != 0) {
				return i + Long.numberOfTrailingZeros(stops) / Byte.SIZE;
			}
		}
		while (i < this.length && bytes[i] != '"' && bytes[i] != '\\' && (bytes[i] < 0 || bytes[i] >= ' ')) {
			i++;
		}
		return i;
	}

	/**
	 * Looks at eight bytes at once, the first of them lowest: the lowest bit that is set
	 * is in the first stop. Higher bits may be wrong, for borrows travel upwards.
	 */
	private static long stops(long word) {
		long control = word - CONTROL_LIMIT;
		long quote = (word ^ QUOTES) - ONES;
		long backslash = (word ^ BACKSLASHES) - ONES;
		return ((control & ~word) | (quote & ~(word ^ QUOTES)) | (backslash & ~(word ^ BACKSLASHES))) & HIGH_BITS;
	}

	/**
	 * Finishes a string from its first escape on.
	 */
	private void unescape() {
		int out = this.at;
		while (this.at < this.length) {
			byte b = this.text[this.at++];
			if (b == '"') {
				this.end = out;
				return;
			}
			if (b >= 0 && b < ' ') {
				throw unexpected("the end of a string");
			}
			if (b == '\\') {
				out = JsonEscape.write(this.text, out, escape());
			}
			else {
				this.text[out++] = b;
			}
		}
		throw problem("it ends early");
	}

	private int escape() {
		byte b = peek();
		this.at++;
		return switch (b) {
			case '"', '\\', '/' -> b;
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'u' -> codePoint();
			default -> throw problem("it holds an unknown escape at " + (this.at - 1));
		};
	}

	private int codePoint() {
		char high = unit();
		if (Character.isHighSurrogate(high) && this.at + 6 <= this.length && this.text[this.at] == '\\'
				&& this.text[this.at + 1] == 'u') {
			this.at += 2;
			char low = unit();
			if (Character.isLowSurrogate(low)) {
				return Character.toCodePoint(high, low);
			}
			this.at -= 6;
		}
		return high;
	}

	private char unit() {
		if (this.length - this.at < 4) {
			throw problem("it ends inside an escape");
		}
		int unit = 0;
		for (int i = 0; i < 4; i++) {
			int digit = Character.digit(this.text[this.at++], 16);
			if (digit < 0) {
				throw problem("it holds a broken escape at " + (this.at - 1));
			}
			unit = (unit << 4) | digit;
		}
		return (char) unit;
	}

	private byte peek() {
		if (this.at >= this.length) {
			throw problem("it ends early");
		}
		return this.text[this.at];
	}

	private void skipSpace() {
		while (this.at < this.length && isSpace(this.text[this.at])) {
			this.at++;
		}
	}

	private static boolean isSpace(byte b) {
		return b == ' ' || b == '\n' || b == '\r' || b == '\t';
	}

	private ProtocolException unexpected(String wanted) {
		String found = (this.at < this.length) ? "byte 0x" + Integer.toHexString(this.text[this.at] & 0xFF) : "nothing";
		return problem("expected " + wanted + " at " + this.at + " but found " + found);
	}

	private ProtocolException problem(String what) {
		return new ProtocolException("A JSON header of " + this.length + " bytes cannot be read: " + what,
				Outcome.UNKNOWN, null);
	}

}
