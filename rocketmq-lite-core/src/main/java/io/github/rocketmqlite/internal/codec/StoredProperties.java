package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Finds one property in the bytes of a stored message without decoding the others. Agrees
 * with {@link MessageProperties#decode(String)}.
 * <p>
 * Threading: stateless.
 */
final class StoredProperties {

	private static final int NAME_END = 1;

	private static final int VALUE_END = 2;

	private StoredProperties() {
	}

	/**
	 * Finds the value of a property.
	 * @param name an ASCII name
	 */
	static @Nullable String find(byte[] bytes, int start, int end, String name) {
		int valueStart = 0;
		int valueEnd = 0;
		int at = start;
		while (at < end) {
			int value = valueAt(bytes, at, end, name);
			int stop = at;
			while (stop < end && bytes[stop] != VALUE_END) {
				stop++;
			}
			if (value > 0 && value < stop) {
				valueStart = value;
				valueEnd = stop;
			}
			at = stop + 1;
		}
		return (valueEnd == 0) ? null : new String(bytes, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8);
	}

	private static int valueAt(byte[] bytes, int at, int end, String name) {
		int nameEnd = at + name.length();
		if (nameEnd >= end || bytes[nameEnd] != NAME_END) {
			return -1;
		}
		for (int i = 0; i < name.length(); i++) {
			if (bytes[at + i] != name.charAt(i)) {
				return -1;
			}
		}
		return nameEnd + 1;
	}

}
