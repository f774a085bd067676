package io.github.rocketmqlite.internal.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.admin.AdminException;
import io.github.rocketmqlite.internal.remoting.Blocking;
import org.jspecify.annotations.Nullable;

/**
 * What several servers answered to the same question, and what kept the others from it.
 * <p>
 * Threading: immutable.
 *
 * @param values the answers by the servers' names
 * @param failures what the others met
 * @param <R> the kind of answer
 */
record Answers<R>(Map<String, R> values, Map<String, RocketException> failures) {

	/**
	 * Waits for all of them; never fails.
	 */
	static <R> CompletableFuture<Answers<R>> of(Map<String, CompletableFuture<R>> calls) {
		return CompletableFuture.allOf(calls.values().toArray(CompletableFuture[]::new)).handle((done, failure) -> {
			Map<String, R> values = new LinkedHashMap<>();
			Map<String, RocketException> failures = new LinkedHashMap<>();
			calls.forEach((server, call) -> {
				RocketException problem = failure(call);
				if (problem != null) {
					failures.put(server, problem);
				}
				else {
					values.put(server, call.join());
				}
			});
			return new Answers<>(values, failures);
		});
	}

	private static @Nullable RocketException failure(CompletableFuture<?> call) {
		if (!call.isCompletedExceptionally()) {
			return null;
		}
		Throwable cause = Blocking.unwrap(call.<Throwable>handle((value, failure) -> failure).join());
		return (cause instanceof RocketException known) ? known
				: new RocketException("Failed unexpectedly: " + cause, Outcome.UNKNOWN, cause);
	}

	/**
	 * These answers, if no server failed.
	 * @param what what was asked for
	 */
	Answers<R> requireAll(String what) {
		if (!this.failures.isEmpty()) {
			throw new AdminException(what, this.values.keySet(), this.failures);
		}
		return this;
	}

	/**
	 * These answers, if there are any.
	 * @param what what was asked for
	 */
	Answers<R> requireAny(String what) {
		return this.values.isEmpty() ? requireAll(what) : this;
	}

	List<R> list() {
		return new ArrayList<>(this.values.values());
	}

}
