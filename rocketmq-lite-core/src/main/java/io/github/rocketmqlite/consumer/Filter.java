package io.github.rocketmqlite.consumer;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which messages of a topic a group wants: all of them, or those with one of some tags.
 * <p>
 * The broker compares only the tags' hash codes, so the client checks the tags again.
 * <p>
 * Threading: immutable.
 */
public final class Filter {

	private static final Filter ALL = new Filter(Set.of());

	private final Set<String> tags;

	private Filter(Set<String> tags) {
		this.tags = tags;
	}

	/**
	 * Every message of the topic, tagged or not.
	 */
	public static Filter all() {
		return ALL;
	}

	/**
	 * The messages that carry one of these tags.
	 */
	public static Filter tags(String... tags) {
		return tags(Arrays.asList(tags));
	}

	/**
	 * The messages that carry one of these tags.
	 */
	public static Filter tags(Collection<String> tags) {
		if (tags.isEmpty()) {
			throw new IllegalArgumentException(
					"A tag filter needs at least one tag; use Filter.all() for all messages");
		}
		Set<String> trimmed = new LinkedHashSet<>();
		for (String tag : tags) {
			String name = Objects.requireNonNull(tag, "tag").trim();
			if (name.isEmpty() || name.contains("||")) {
				throw new IllegalArgumentException("Not a tag: '" + tag + "'");
			}
			trimmed.add(name);
		}
		return new Filter(Collections.unmodifiableSet(trimmed));
	}

	/**
	 * Reads the customary notation: {@code *} for all messages, otherwise tags separated
	 * by {@code ||}.
	 */
	public static Filter parse(String expression) {
		String trimmed = expression.trim();
		if (trimmed.isEmpty() || trimmed.equals("*")) {
			return ALL;
		}
		return tags(Arrays.asList(trimmed.split("\\|\\|", -1)));
	}

	/**
	 * The wanted tags; empty when all messages are wanted.
	 */
	public Set<String> tags() {
		return this.tags;
	}

	/**
	 * Whether a message with this tag is wanted.
	 */
	public boolean accepts(@Nullable String tag) {
		return this.tags.isEmpty() || (tag != null && this.tags.contains(tag));
	}

	/**
	 * The customary notation, as sent to brokers.
	 */
	public String expression() {
		return this.tags.isEmpty() ? "*" : String.join(" || ", this.tags);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Filter that && this.tags.equals(that.tags);
	}

	@Override
	public int hashCode() {
		return this.tags.hashCode();
	}

	@Override
	public String toString() {
		return expression();
	}

}
