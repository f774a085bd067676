package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Picks messages out of a list; nearly always that is all of them.
 * <p>
 * Threading: stateless.
 */
final class Selection {

	private Selection() {
	}

	/** The messages that pass, each asked about once; the same list if those are all. */
	static List<ReceivedMessage> of(List<ReceivedMessage> messages, Predicate<ReceivedMessage> test) {
		List<ReceivedMessage> selected = messages;
		for (int i = 0; i < messages.size(); i++) {
			boolean passes = test.test(messages.get(i));
			if (!passes && selected == messages) {
				selected = new ArrayList<>(messages.subList(0, i));
			}
			else if (passes && selected != messages) {
				selected.add(messages.get(i));
			}
		}
		return (selected == messages) ? messages : List.copyOf(selected);
	}

}
