package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Header fields as places in the bytes of the header: nothing is decoded before it is
 * asked for. Of two fields with the same name the last one counts.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class HeaderFields implements Fields {

	/** The most fields one header may have. */
	static final int MAX_FIELDS = 512;

	/** The longest name of a field, in bytes. */
	static final int MAX_NAME_BYTES = 256;

	private static final int PLACES = 4;

	private static final int NONE = -1;

	private byte[] header;

	private int[] places = new int[8 * PLACES];

	private int used;

	HeaderFields(byte[] header) {
		this.header = header;
	}

	/**
	 * Forgets all fields and begins with those of another header.
	 */
	void reset(byte[] other) {
		this.header = other;
		this.used = 0;
	}

	/**
	 * Adds a field by the places of its name and value.
	 */
	void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
		if (nameEnd - nameStart > MAX_NAME_BYTES) {
			throw problem("A header field's name has " + (nameEnd - nameStart) + " bytes, more than the limit of "
					+ MAX_NAME_BYTES);
		}
		if (this.used == MAX_FIELDS * PLACES) {
			throw problem("A header has more than " + MAX_FIELDS + " fields");
		}
		if (this.used == this.places.length) {
			this.places = Arrays.copyOf(this.places, 2 * this.used);
		}
		int[] at = this.places;
		at[this.used] = nameStart;
		at[this.used + 1] = nameEnd;
		at[this.used + 2] = valueStart;
		at[this.used + 3] = valueEnd;
		this.used += PLACES;
	}

	int size() {
		return this.used / PLACES;
	}

	@Override
	public @Nullable String text(String name) {
		int at = find(name);
		return (at == NONE) ? null : value(at);
	}

	@Override
	public @Nullable String text(String name, String likely) {
		int at = find(name);
		if (at == NONE) {
			return null;
		}
		int start = this.places[at + 2];
		boolean same = this.places[at + 3] - start == likely.length() && isAt(start, likely);
		return same ? likely : value(at);
	}

	@Override
	public long number(String name) {
		int at = find(name);
		if (at == NONE) {
			throw problem("Header field '" + name + "' is missing");
		}
		return number(name, at);
	}

	@Override
	public long number(String name, long absent) {
		int at = find(name);
		return (at == NONE) ? absent : number(name, at);
	}

	private long number(String name, int at) {
		int start = this.places[at + 2];
		int end = this.places[at + 3];
		boolean negative = start < end && this.header[start] == '-';
		int first = negative ? start + 1 : start;
		// 18 digits cannot overflow; longer ones are rare
		if (first == end || end - first > 18) {
			return slowNumber(name, at);
		}
		long value = 0;
		for (int i = first; i < end; i++) {
			int digit = this.header[i] - '0';
			if (digit < 0 || digit > 9) {
				return slowNumber(name, at);
			}
			value = value * 10 + digit;
		}
		return negative ? -value : value;
	}

	private long slowNumber(String name, int at) {
		String text = value(at);
		try {
			return Long.parseLong(text.strip());
		}
		catch (NumberFormatException ex) {
			throw problem("Header field '" + name + "' is not a number: '" + TextEscape.shorten(text, 64) + "'");
		}
	}

	private String value(int at) {
		int start = this.places[at + 2];
		return new String(this.header, start, this.places[at + 3] - start, StandardCharsets.UTF_8);
	}

	private int find(String name) {
		for (int at = this.used - PLACES; at >= 0; at -= PLACES) {
			if (this.places[at + 1] - this.places[at] == name.length() && isAt(this.places[at], name)) {
				return at;
			}
		}
		return NONE;
	}

	private boolean isAt(int start, String name) {
		for (int i = 0; i < name.length(); i++) {
			if (this.header[start + i] != name.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private static ProtocolException problem(String message) {
		return new ProtocolException(message, Outcome.UNKNOWN, null);
	}

}
