package io.github.rocketmqlite.consumer;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which messages of a topic a group wants: all of them, those with one of some tags, or
 * those whose properties fulfil a condition.
 * <p>
 * The broker compares only the tags' hash codes, so the client checks the tags again.
 * Conditions are the broker's to judge, and only if its {@code enablePropertyFilter} is
 * on; each is checked when a consumer starts with it.
 * <p>
 * Threading: immutable.
 */
public final class Filter {

	private static final Filter ALL = new Filter(Set.of(), null);

	private final Set<String> tags;

	private final @Nullable String condition;

	private Filter(Set<String> tags, @Nullable String condition) {
		this.tags = tags;
		this.condition = condition;
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
		return new Filter(Collections.unmodifiableSet(trimmed), null);
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
	 * The messages whose properties fulfil a condition, {@code TAGS} being one of the
	 * properties: {@code amount > 100 AND (region = 'eu' OR vip IS NOT NULL)}. The words
	 * are {@code > >= < <= = <> BETWEEN IN IS NULL AND OR NOT TRUE FALSE} and, for
	 * brokers since 5.1.3, {@code CONTAINS STARTSWITH ENDSWITH}.
	 * @param condition the condition in SQL92
	 */
	public static Filter sql(String condition) {
		String trimmed = condition.trim();
		if (trimmed.isEmpty()) {
			throw new IllegalArgumentException("An SQL filter needs a condition; use Filter.all() for all messages");
		}
		return new Filter(Set.of(), trimmed);
	}

	/**
	 * Who judges the messages.
	 */
	public Type type() {
		return (this.condition != null) ? Type.SQL92 : Type.TAG;
	}

	/**
	 * The wanted tags; empty when all messages are wanted or a condition decides.
	 */
	public Set<String> tags() {
		return this.tags;
	}

	/**
	 * Whether a message with this tag, which the broker has let pass, is wanted.
	 */
	public boolean accepts(@Nullable String tag) {
		return this.tags.isEmpty() || (tag != null && this.tags.contains(tag));
	}

	/**
	 * The customary notation or the condition, as sent to brokers.
	 */
	public String expression() {
		if (this.condition != null) {
			return this.condition;
		}
		return this.tags.isEmpty() ? "*" : String.join(" || ", this.tags);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Filter that && this.tags.equals(that.tags)
				&& Objects.equals(this.condition, that.condition);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.tags, this.condition);
	}

	@Override
	public String toString() {
		return expression();
	}

	/**
	 * The kinds of expressions, by the protocol's names.
	 */
	public enum Type {

		/** Tags, or all messages. */
		TAG,

		/** A condition on properties. */
		SQL92

	}

}
