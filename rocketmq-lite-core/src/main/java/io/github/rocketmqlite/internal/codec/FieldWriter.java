package io.github.rocketmqlite.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * Takes the header fields of one command, in any order, and puts them where they belong:
 * into a JSON header, a binary header, or the text to sign.
 * <p>
 * Field names are ASCII.
 */
public interface FieldWriter {

	/**
	 * Writes a text; {@code null} leaves the field out.
	 */
	void field(String name, @Nullable String value);

	/**
	 * Writes the properties of a message.
	 */
	default void field(String name, PropertiesText properties) {
		field(name, properties.properties());
	}

	void field(String name, int value);

	void field(String name, long value);

	void field(String name, boolean value);

}
