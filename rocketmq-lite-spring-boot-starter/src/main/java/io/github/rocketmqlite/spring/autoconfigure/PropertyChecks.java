package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Checks values of properties and reports a bad one by its key, so that the application
 * fails at start with a message one can act upon.
 * <p>
 * Threading: stateless.
 */
final class PropertyChecks {

	private static final String PREFIX = "rocketmq-lite.";

	private PropertyChecks() {
	}

	static UnaryOperator<Duration> atLeastOneMilli(String key) {
		return check(key, (value) -> value.toMillis() > 0, "must be at least 1ms");
	}

	static UnaryOperator<Duration> notNegativeDuration(String key) {
		return check(key, (value) -> !value.isNegative(), "must not be negative");
	}

	static UnaryOperator<Duration> durationInRange(String key, Duration min, Duration max) {
		return check(key, (value) -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
				"must be " + min.toSeconds() + "s to " + max.toSeconds() + "s");
	}

	static UnaryOperator<Integer> inRange(String key, int min, int max) {
		return check(key, (value) -> value >= min && value <= max,
				(max == Integer.MAX_VALUE) ? "must be at least " + min : "must be " + min + " to " + max);
	}

	static UnaryOperator<DataSize> sizeInRange(String key, long minBytes, long maxBytes) {
		return check(key, (value) -> value.toBytes() >= minBytes && value.toBytes() <= maxBytes,
				(maxBytes == Long.MAX_VALUE) ? "must be at least " + minBytes + " bytes"
						: "must be " + minBytes + " to " + maxBytes + " bytes");
	}

	static UnaryOperator<String> hasText(String key) {
		return check(key, StringUtils::hasText, "must not be blank");
	}

	static InvalidConfigurationPropertyValueException invalid(String key, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + key, value, reason);
	}

	private static <T> UnaryOperator<T> check(String key, Predicate<T> valid, String reason) {
		return (value) -> {
			if (!valid.test(value)) {
				throw invalid(key, value, reason);
			}
			return value;
		};
	}

}
