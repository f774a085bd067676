package io.github.rocketmqlite.admin;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;

/**
 * Some or all of the servers that a call concerned did not do their part.
 */
public class AdminException extends RocketException {

	private static final long serialVersionUID = 1L;

	private final transient Set<String> succeeded;

	private final transient Map<String, RocketException> failures;

	/**
	 * Describes what was reached.
	 * @param what what was to be done, for example "creating topic orders"
	 * @param succeeded the names of the brokers, or the addresses of the name servers,
	 * that did it
	 * @param failures what each of the others met; at least one
	 */
	public AdminException(String what, Set<String> succeeded, Map<String, RocketException> failures) {
		super(message(what, succeeded, failures), outcome(succeeded, failures), failures.values().iterator().next());
		this.succeeded = Set.copyOf(succeeded);
		this.failures = Map.copyOf(failures);
	}

	private static String message(String what, Set<String> succeeded, Map<String, RocketException> failures) {
		String failed = failures.entrySet()
			.stream()
			.map((failure) -> failure.getKey() + ": " + failure.getValue().getMessage())
			.collect(Collectors.joining("; "));
		return what + " failed at " + failed
				+ (succeeded.isEmpty() ? "" : "; it succeeded at " + String.join(", ", succeeded));
	}

	private static Outcome outcome(Set<String> succeeded, Map<String, RocketException> failures) {
		boolean nothingDone = succeeded.isEmpty()
				&& failures.values().stream().allMatch((failure) -> failure.outcome() == Outcome.NOT_SENT);
		return nothingDone ? Outcome.NOT_SENT : Outcome.UNKNOWN;
	}

	/**
	 * The brokers by name, or the name servers by address, that did their part.
	 */
	public Set<String> succeeded() {
		return this.succeeded;
	}

	/**
	 * What each of the others met.
	 */
	public Map<String, RocketException> failures() {
		return this.failures;
	}

}
