package io.github.rocketmqlite.internal.codec;

import io.github.rocketmqlite.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a received frame, looked up by name.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
public interface Fields {

	/**
	 * A text, or {@code null} when the field is absent.
	 */
	@Nullable String text(String name);

	/**
	 * A text that is nearly always the same, which then is the given object.
	 * @param likely what it nearly always is, in ASCII
	 */
	@Nullable String text(String name, String likely);

	/**
	 * A number.
	 * @throws ProtocolException when the field is absent or not a number
	 */
	long number(String name);

	/**
	 * A number, or the given one when the field is absent.
	 * @throws ProtocolException when the field is present but not a number
	 */
	long number(String name, long absent);

	/**
	 * A flag; absent means false.
	 */
	default boolean flag(String name) {
		return "true".equalsIgnoreCase(text(name));
	}

	/**
	 * A number of 32 bits.
	 * @throws ProtocolException when the field is absent, not a number or too large
	 */
	default int integer(String name) {
		long value = number(name);
		if (value != (int) value) {
			throw new ProtocolException("Header field '" + name + "' is out of range: " + value,
					io.github.rocketmqlite.Outcome.UNKNOWN, null);
		}
		return (int) value;
	}

}
