package io.github.rocketmqlite.internal.consumer;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.remoting.Blocking;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides how a puller goes on after an answer: how long to wait, which replica to ask,
 * how much to ask for, and what to set right meanwhile.
 * <p>
 * Source: protocol 9.4, 9.5 and 12.8.
 * <p>
 * Threading: follows its puller's loop, which is never on two threads.
 */
final class PullFailures {

	private static final Logger logger = LoggerFactory.getLogger(PullFailures.class);

	private static final long MAX_DELAY_MILLIS = 3000;

	/** A broker that comes back should be noticed within a second. */
	private static final long MAX_RECONNECT_DELAY_MILLIS = 1000;

	/** The failures in a row after which degradation is worth a warning. */
	private static final int WORTH_A_WARNING = 3;

	private final MessageQueue queue;

	private final QueueResources resources;

	private final QueuePuller.Events events;

	private final Backoff backoff = new Backoff();

	private long brokerId;

	private int batchLimit = Integer.MAX_VALUE;

	private volatile boolean refused;

	PullFailures(MessageQueue queue, QueueResources resources, QueuePuller.Events events) {
		this.queue = queue;
		this.resources = resources;
		this.events = events;
	}

	Cluster.Replica target() {
		return new Cluster.Replica(this.queue.topic(), this.queue.brokerName(), this.brokerId);
	}

	int limitBatch(int batchSize) {
		return Math.min(batchSize, this.batchLimit);
	}

	boolean isRefused() {
		return this.refused;
	}

	void succeeded(long suggestedBrokerId) {
		this.backoff.reset();
		this.refused = false;
		this.brokerId = suggestedBrokerId;
		this.batchLimit = Integer.MAX_VALUE;
	}

	/** Returns the pause before the next pull in milliseconds. */
	long failed(@Nullable Throwable failure) {
		Throwable cause = (failure != null) ? Blocking.unwrap(failure) : new NullPointerException("no answer");
		report(cause);
		if (cause instanceof BrokerException refusal) {
			return refused(refusal);
		}
		if (cause instanceof RocketConnectionException || cause instanceof RocketTimeoutException
				|| cause instanceof RouteNotFoundException) {
			this.events.connectionLost();
			this.resources.cluster().refreshRoute(this.queue.topic());
			askAnotherReplica();
			return this.backoff.nextMillis(MAX_RECONNECT_DELAY_MILLIS);
		}
		if (cause instanceof ProtocolException) {
			// perhaps the answer was too large: ask for less until one gets through
			this.batchLimit = Math.max(1, limitBatch(this.resources.options().pullBatchSize()) / 2);
		}
		return this.backoff.nextMillis(MAX_DELAY_MILLIS);
	}

	/** Returns the pause after a failure of our own. */
	long unexpected(Throwable failure) {
		try {
			logger.error("Pulling {} failed unexpectedly and goes on", this.queue, failure);
		}
		catch (Throwable ignored) {
			// out of memory, most likely: going on matters more than telling
		}
		return this.backoff.nextMillis(MAX_DELAY_MILLIS);
	}

	private long refused(BrokerException refusal) {
		// a code that nobody knows says no more than a general error
		switch (refusal.responseCode().orElse(ResponseCode.SYSTEM_ERROR)) {
			case SUBSCRIPTION_NOT_EXIST, SUBSCRIPTION_NOT_LATEST, FILTER_DATA_NOT_EXIST, FILTER_DATA_NOT_LATEST -> {
				// the broker does not know our subscription or knows an older one
				this.resources.cluster().heartbeat();
				return this.backoff.nextMillis(MAX_RECONNECT_DELAY_MILLIS);
			}
			case NO_PERMISSION, TOPIC_NOT_EXIST -> {
				this.refused = true;
				this.resources.cluster().refreshRoute(this.queue.topic());
				askAnotherReplica();
			}
			default -> this.refused = !refusal.isRetryable() || this.refused;
		}
		return this.backoff.nextMillis(MAX_DELAY_MILLIS);
	}

	private void askAnotherReplica() {
		this.brokerId = (this.brokerId == 0) ? 1 : 0;
	}

	private void report(Throwable cause) {
		boolean closing = cause instanceof ClientClosedException;
		if (!closing && this.backoff.failures() == WORTH_A_WARNING - 1) {
			logger.warn("Pulling {} with filter '{}' for group {} keeps failing, trying on: {}", this.queue,
					this.resources.subscriptions().filter(this.queue.topic()), this.resources.subscriptions().group(),
					cause.getMessage());
		}
		else {
			logger.debug("Pulling {} failed: {}", this.queue, cause.getMessage());
		}
	}

}
