package io.github.rocketmqlite.spring.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.rocketmqlite.BrokerException;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import org.jspecify.annotations.Nullable;

/**
 * Collects keys and their values.
 * <p>
 * Threading: not thread-safe.
 */
final class Keys {

	private static final String NONE = "none";

	private final List<KeyValue> values = new ArrayList<>(12);

	/** A key that is always there. */
	Keys always(KeyName key, @Nullable String value) {
		this.values.add(KeyValue.of(key, (value != null && !value.isEmpty()) ? value : NONE));
		return this;
	}

	/** A key that is left out where there is no value. */
	Keys ifAny(KeyName key, @Nullable Object value) {
		if (value != null && !value.toString().isEmpty()) {
			this.values.add(KeyValue.of(key, value.toString()));
		}
		return this;
	}

	KeyValues toKeyValues() {
		return KeyValues.of(this.values);
	}

	static @Nullable String errorType(@Nullable Throwable error) {
		if (error instanceof BrokerException refusal) {
			return String.valueOf(refusal.code());
		}
		return (error != null) ? error.getClass().getName() : null;
	}

	static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
