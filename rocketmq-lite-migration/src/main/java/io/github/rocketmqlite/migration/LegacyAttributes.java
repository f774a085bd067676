package io.github.rocketmqlite.migration;

import org.springframework.core.env.Environment;

/**
 * Resolves placeholders in attributes, as rocketmq-spring does: from the environment, and
 * without expressions.
 * <p>
 * Threading: thread-safe.
 *
 * @param environment where placeholders are resolved
 */
record LegacyAttributes(Environment environment) {

	String text(String name, String text, Class<?> type) {
		try {
			return this.environment.resolveRequiredPlaceholders(text).trim();
		}
		catch (IllegalArgumentException ex) {
			throw LegacyListeners.wrong(type,
					"has the " + name + " '" + text + "', which cannot be resolved: " + ex.getMessage(), ex);
		}
	}

	String required(String name, String text, Class<?> type) {
		String resolved = text(name, text, type);
		if (resolved.isEmpty()) {
			throw LegacyListeners.wrong(type, "has no " + name + ": '" + text + "' is empty", null);
		}
		return resolved;
	}

}
