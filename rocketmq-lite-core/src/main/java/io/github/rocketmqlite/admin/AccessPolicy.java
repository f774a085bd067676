package io.github.rocketmqlite.admin;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a user may do.
 * <p>
 * Threading: immutable.
 *
 * @param subject who, such as {@code User:alice}
 * @param rules what about which resources
 */
public record AccessPolicy(String subject, List<Rule> rules) {

	/**
	 * Checks the policy.
	 * @throws IllegalArgumentException when the subject names no kind
	 */
	public AccessPolicy {
		rules = List.copyOf(rules);
		if (subject.indexOf(':') < 1) {
			throw new IllegalArgumentException("subject must be such as 'User:alice', but is '" + subject + "'");
		}
	}

	/**
	 * What a user may do.
	 */
	public static AccessPolicy of(String user, Rule... rules) {
		return new AccessPolicy("User:" + user, List.of(rules));
	}

	/**
	 * What is allowed or denied about a resource.
	 *
	 * @param resource {@code Topic:}, {@code Group:}, {@code Cluster:} or
	 * {@code Namespace:} and a name, which may end with {@code *}; or {@code *} for all
	 * @param actions what the rule is about
	 * @param sourceIps from which addresses; empty for any
	 * @param allowed whether that is allowed, and not denied
	 * @param fallback whether the rule holds only where no other does
	 */
	public record Rule(String resource, Set<Action> actions, List<String> sourceIps, boolean allowed,
			boolean fallback) {

		/**
		 * Checks the rule.
		 * @throws IllegalArgumentException when it names no action
		 */
		public Rule {
			Objects.requireNonNull(resource, "resource");
			if (actions.isEmpty()) {
				throw new IllegalArgumentException("The rule for '" + resource + "' names no action");
			}
			actions = Set.copyOf(actions);
			sourceIps = List.copyOf(sourceIps);
		}

		/**
		 * Allows something from anywhere.
		 */
		public static Rule allow(String resource, Action first, Action... others) {
			return new Rule(resource, EnumSet.of(first, others), List.of(), true, false);
		}

		/**
		 * Denies something from anywhere.
		 */
		public static Rule deny(String resource, Action first, Action... others) {
			return new Rule(resource, EnumSet.of(first, others), List.of(), false, false);
		}

	}

	/**
	 * What can be done about resources.
	 */
	public enum Action {

		/** Everything. */
		ALL,

		/** Send messages. */
		PUB,

		/** Consume messages. */
		SUB,

		/** Create. */
		CREATE,

		/** Change. */
		UPDATE,

		/** Delete. */
		DELETE,

		/** Ask about one, which consumers must do with their topics, too. */
		GET,

		/** Ask for all. */
		LIST

	}

}
