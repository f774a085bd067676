package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.RetryOptions;

/**
 * The one place that decides whether a failed attempt is followed by another, the same
 * for synchronous, asynchronous and one-way sends.
 * <p>
 * Threading: immutable, save for the budget, which is thread-safe.
 */
final class RetryPolicy {

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 1000;

	private static final Set<ResponseCode> ROUTE_IS_STALE = Set.of(ResponseCode.TOPIC_NOT_EXIST,
			ResponseCode.NO_PERMISSION, ResponseCode.SERVICE_NOT_AVAILABLE, ResponseCode.NOT_LEADER_FOR_QUEUE);

	/** Others concern a topic, a message or a user, and say nothing of the broker. */
	private static final Set<ResponseCode> BROKER_IS_IN_TROUBLE = Set.of(ResponseCode.SYSTEM_BUSY,
			ResponseCode.SERVICE_NOT_AVAILABLE, ResponseCode.FLOW_CONTROL, ResponseCode.GO_AWAY);

	private final RetryOptions options;

	private final RetryBudget budget;

	RetryPolicy(RetryOptions options) {
		this.options = options;
		this.budget = new RetryBudget(options.budget(), System::nanoTime);
	}

	/**
	 * Whether another attempt may help.
	 * @param oneway whether nobody would notice a second copy: then only what surely did
	 * not leave is sent again
	 */
	boolean isRetryable(RocketException failure, boolean oneway) {
		if (oneway && failure.outcome() != Outcome.NOT_SENT) {
			return false;
		}
		if (failure instanceof BrokerException refusal) {
			return refusal.isRetryable()
					|| (!refusal.isAccessDenied() && this.options.codes().contains(refusal.code()));
		}
		return failure instanceof RocketConnectionException || failure instanceof RocketTimeoutException;
	}

	/**
	 * What one attempt may take of the time that is left.
	 * @param attemptsLeft how many there may be, this one included
	 */
	Deadline attemptDeadline(Deadline deadline, int attemptsLeft) {
		Deadline share = (attemptsLeft > 1) ? deadline.share(attemptsLeft) : deadline;
		Duration limit = this.options.attemptTimeout();
		return (limit != null) ? share.orEarlier(limit) : share;
	}

	/**
	 * Whether a message that is stored less durably than it should be is sent to another
	 * broker.
	 */
	boolean retriesNotStored() {
		return this.options.notStored();
	}

	RetryBudget budget() {
		return this.budget;
	}

	/**
	 * Whether the topic's route may have changed since it was looked up.
	 */
	static boolean suggestsRefresh(RocketException failure) {
		if (failure instanceof BrokerException refusal) {
			return refusal.responseCode().map(ROUTE_IS_STALE::contains).orElse(false);
		}
		return failure instanceof RocketConnectionException;
	}

	/**
	 * Whether a failure says that its broker is better left alone for a while. No answer
	 * is another matter: how long it was waited for counts.
	 */
	static boolean suggestsAvoiding(RocketException failure) {
		if (failure instanceof BrokerException refusal) {
			return refusal.responseCode().map(BROKER_IS_IN_TROUBLE::contains).orElse(false);
		}
		return failure instanceof RocketConnectionException;
	}

	/**
	 * How long to wait before the same broker is tried again: twice as long each time,
	 * with full jitter.
	 * @param attempt the number of the attempt that failed, from 1
	 */
	static Duration pause(int attempt) {
		long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10));
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most) + 1);
	}

}
