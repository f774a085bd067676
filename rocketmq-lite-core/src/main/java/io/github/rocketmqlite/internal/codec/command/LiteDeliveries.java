package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How often messages of lite topics were delivered before, as the header of a pop tells
 * (protocol 17.2). A lite topic of which all messages were delivered equally often has a
 * plain number for each, {@code 2;2}. Another one has an entry with its offset for each
 * message that was delivered before, {@code 0 qo0%7 2}, and none for new ones; nothing
 * says which lite topic an entry is of.
 * <p>
 * So entries are given to messages in order, once from the front and once from the back.
 * Where both do not agree, the smaller number holds: a message that counts as new comes
 * again, one that counts as old could be given up.
 * <p>
 * Threading: stateless.
 */
final class LiteDeliveries {

	private static final char OFFSET = '%';

	private LiteDeliveries() {
	}

	/**
	 * A number for each message, 0 for a new one.
	 * @param counts the header field
	 * @param offsets the places of the messages in their lite topics
	 */
	static List<Integer> read(@Nullable String counts, List<Long> offsets) {
		List<String> entries = List.of(((counts != null) ? counts : "").split(";", -1));
		List<Integer> fromFront = aligned(entries, offsets);
		List<Integer> fromBack = reversed(aligned(reversed(entries), reversed(offsets)));
		List<Integer> deliveries = new ArrayList<>(offsets.size());
		for (int i = 0; i < offsets.size(); i++) {
			deliveries.add(Math.min(fromFront.get(i), fromBack.get(i)));
		}
		return deliveries;
	}

	private static List<Integer> aligned(List<String> entries, List<Long> offsets) {
		List<Integer> deliveries = new ArrayList<>(offsets.size());
		int next = 0;
		for (long offset : offsets) {
			boolean known = next < entries.size() && isOf(entries.get(next), offset);
			deliveries.add(known ? count(entries.get(next)) : 0);
			next += known ? 1 : 0;
		}
		return deliveries;
	}

	private static boolean isOf(String entry, long offset) {
		int start = entry.indexOf(OFFSET);
		return start < 0 || entry.startsWith(offset + " ", start + 1);
	}

	private static int count(String entry) {
		try {
			return Math.max(0, Integer.parseInt(entry.substring(entry.lastIndexOf(' ') + 1)));
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static <T> List<T> reversed(List<T> list) {
		List<T> reversed = new ArrayList<>(list);
		Collections.reverse(reversed);
		return reversed;
	}

}
