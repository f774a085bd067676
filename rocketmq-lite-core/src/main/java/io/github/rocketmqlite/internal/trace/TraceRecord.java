package io.github.rocketmqlite.internal.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * One record in the form of the wire (protocol 14): fields separated by 0x01, ended by
 * 0x02.
 * <p>
 * Threading: immutable.
 *
 * @param text the record
 * @param keys what a query finds it by: the message's id and its keys
 */
record TraceRecord(String text, List<String> keys) {

	/** The region of brokers that name none. */
	static final String DEFAULT_REGION = "DefaultRegion";

	private static final char FIELD_END = 1;

	private static final char RECORD_END = 2;

	TraceRecord {
		keys = List.copyOf(keys);
	}

	/**
	 * Makes a record.
	 * @param messageId the message
	 * @param messageKeys its keys; those that cannot be keys of a trace are left out
	 */
	static TraceRecord of(String messageId, List<String> messageKeys, Object... fields) {
		StringBuilder text = new StringBuilder(256);
		for (int i = 0; i < fields.length; i++) {
			if (i > 0) {
				text.append(FIELD_END);
			}
			append(text, String.valueOf(fields[i]));
		}
		text.append(RECORD_END);
		List<String> keys = new ArrayList<>(1 + messageKeys.size());
		keys.add(messageId);
		messageKeys.stream().filter(TraceRecord::isKey).forEach(keys::add);
		return new TraceRecord(text.toString(), keys);
	}

	/** Messages of others may hold what separates fields and records. */
	private static void append(StringBuilder text, String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			text.append((c == FIELD_END || c == RECORD_END) ? '?' : c);
		}
	}

	private static boolean isKey(String key) {
		return !key.isBlank() && key.chars().noneMatch((c) -> c <= ' ');
	}

}
