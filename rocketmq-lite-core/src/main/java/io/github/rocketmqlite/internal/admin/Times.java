package io.github.rocketmqlite.internal.admin;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Points in time as brokers write them: milliseconds, with zero or less for none.
 * <p>
 * Threading: stateless.
 */
final class Times {

	private Times() {
	}

	static @Nullable Instant orNull(long millis) {
		return (millis > 0) ? Instant.ofEpochMilli(millis) : null;
	}

	/**
	 * The milliseconds of a time; the largest number for times beyond it.
	 */
	static long millis(Instant time) {
		if (time.isBefore(Instant.EPOCH)) {
			return 0;
		}
		return time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)) ? Long.MAX_VALUE : time.toEpochMilli();
	}

}
