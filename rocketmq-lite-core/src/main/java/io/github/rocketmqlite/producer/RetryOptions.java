package io.github.rocketmqlite.producer;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which failed attempts of a producer are followed by another. Set by
 * {@link ProducerOptions.Builder}, where the defaults are stated.
 * <p>
 * Threading: immutable.
 *
 * @param attemptTimeout the most time one attempt may take; {@code null} for its share of
 * the time left
 * @param codes response codes that are retried besides those that always are
 * @param notStored whether a message goes to another broker when the first has stored it,
 * but not as durably as it should
 * @param budget how many retries the producer may make at once beyond a fifth of its
 * sends; negative for no limit
 */
public record RetryOptions(@Nullable Duration attemptTimeout, Set<Integer> codes, boolean notStored, int budget) {

	public RetryOptions {
		codes = Set.copyOf(codes);
	}

}
