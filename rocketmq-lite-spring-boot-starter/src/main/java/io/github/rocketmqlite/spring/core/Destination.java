package io.github.rocketmqlite.spring.core;

import io.github.rocketmqlite.InvalidMessageException;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes: {@code topic} or {@code topic:tag}. Whether the topic's name is
 * one that brokers accept is the producer's to check.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic's name
 * @param tag the tag, or {@code null} for none
 */
record Destination(String topic, @Nullable String tag) {

	static Destination parse(String text) {
		int colon = text.indexOf(':');
		String topic = (colon < 0) ? text : text.substring(0, colon);
		if (topic.isBlank()) {
			throw bad(text, "it names no topic");
		}
		if (colon < 0) {
			return new Destination(topic, null);
		}
		String tag = text.substring(colon + 1);
		if (tag.isBlank()) {
			throw bad(text, "there is no tag after the colon");
		}
		if (tag.contains("||")) {
			throw bad(text, "a message carries one tag, only subscriptions name several");
		}
		return new Destination(topic, tag);
	}

	private static InvalidMessageException bad(String text, String problem) {
		return new InvalidMessageException(
				"Bad destination '" + text + "': " + problem + "; expected 'topic' or 'topic:tag'");
	}

}
