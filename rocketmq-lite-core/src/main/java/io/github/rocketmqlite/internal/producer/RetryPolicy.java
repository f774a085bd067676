package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;

/**
 * The one place that decides whether a failed attempt is followed by another, the same
 * for synchronous and asynchronous sends.
 */
final class RetryPolicy {

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 1000;

	private static final Set<ResponseCode> ROUTE_IS_STALE = Set.of(ResponseCode.TOPIC_NOT_EXIST,
			ResponseCode.NO_PERMISSION, ResponseCode.SERVICE_NOT_AVAILABLE, ResponseCode.NOT_LEADER_FOR_QUEUE);

	private RetryPolicy() {
	}

	static boolean isRetryable(RocketException failure) {
		if (failure instanceof BrokerException refusal) {
			return refusal.isRetryable();
		}
		return failure instanceof RocketConnectionException || failure instanceof RocketTimeoutException;
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
	 * How long to wait before the same broker is tried again: twice as long each time,
	 * with full jitter.
	 * @param attempt the number of the attempt that failed, from 1
	 */
	static Duration pause(int attempt) {
		long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10));
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most) + 1);
	}

}
