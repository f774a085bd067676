package io.github.rocketmqlite.admin;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.rocketmqlite.RocketException;

/**
 * What several brokers said.
 * <p>
 * Threading: immutable.
 *
 * @param answers what each said, by its name
 * @param failures the brokers that did not answer, or refused, and why
 * @param <T> the kind of answer
 */
public record ByBroker<T>(SortedMap<String, T> answers, Map<String, RocketException> failures) {

	public ByBroker {
		answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
		failures = Map.copyOf(failures);
	}

}
