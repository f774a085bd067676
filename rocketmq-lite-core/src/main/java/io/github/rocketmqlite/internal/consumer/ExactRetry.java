package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.QueryAssignmentRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Lets a failed message come again after a time that is no delay level: sends a copy to
 * the retry topic that the broker's timer wheel keeps for that time, with a precision of
 * one second. Only brokers from 5.0 on have one; older ones would deliver the copy at
 * once, so each is asked first, by a question that only the newer ones understand.
 * <p>
 * Source: protocol 8.8.
 * <p>
 * Threading: thread-safe.
 */
final class ExactRetry {

	/** The most that timer wheels take by default. */
	private static final Duration LONGEST = Duration.ofDays(3);

	/** Brokers are replaced in place, by older ones, too. */
	private static final Duration REMEMBERED = Duration.ofMinutes(1);

	private static final int NOT_SUPPORTED = 3;

	private final String group;

	private final int maxReconsumeTimes;

	private final Cluster cluster;

	private final Duration requestTimeout;

	private final Map<String, Known> brokers = new ConcurrentHashMap<>();

	ExactRetry(String group, int maxReconsumeTimes, Cluster cluster, Duration requestTimeout) {
		this.group = group;
		this.maxReconsumeTimes = maxReconsumeTimes;
		this.cluster = cluster;
		this.requestTimeout = requestTimeout;
	}

	/** Whether the time that was asked for is worth a copy. */
	boolean isWanted(ReceivedMessage message, ConsumeOutcome outcome) {
		Duration delay = outcome.delay();
		boolean lastAttempt = message.reconsumeTimes() >= this.maxReconsumeTimes;
		return delay != null && outcome.kind() == ConsumeOutcome.Kind.RETRY && !lastAttempt
				&& delay.compareTo(LONGEST) <= 0 && !DelayLevels.isLevel(delay);
	}

	/**
	 * Sends the copy to the broker that has the message.
	 * @return fails when that broker has no timer wheel, or did not confirm the copy
	 */
	CompletableFuture<Boolean> send(ReceivedMessage message, ConsumeOutcome outcome) {
		Duration delay = Objects.requireNonNull(outcome.delay(), "delay");
		String brokerName = message.queue().brokerName();
		Deadline deadline = Deadline.after(this.requestTimeout);
		return hasTimers(brokerName, deadline).thenCompose((timers) -> {
			if (!timers) {
				return CompletableFuture
					.failedFuture(new BrokerException(NOT_SUPPORTED, "it has no timer wheel", brokerName));
			}
			return this.cluster.route(Names.retryTopic(this.group), deadline);
		}).thenCompose((route) -> {
			MessageQueue queue = oneOf(route.publishQueues(), brokerName, message);
			return this.cluster.callMaster(brokerName,
					RetryCopy.after(delay, message, this.maxReconsumeTimes, this.group, queue), deadline);
		}).thenApply(SendMessageResponse::status).thenApply((stored) -> true);
	}

	private static MessageQueue oneOf(List<MessageQueue> queues, String brokerName, ReceivedMessage message) {
		List<MessageQueue> there = queues.stream().filter((queue) -> queue.brokerName().equals(brokerName)).toList();
		if (there.isEmpty()) {
			throw new RouteNotFoundException("Broker " + brokerName + " takes no messages of the retry topic");
		}
		return there.get(Math.floorMod(message.messageId().hashCode(), there.size()));
	}

	private CompletableFuture<Boolean> hasTimers(String brokerName, Deadline deadline) {
		Known known = this.brokers.get(brokerName);
		if (known != null && System.nanoTime() - known.sinceNanos() < REMEMBERED.toNanos()) {
			return CompletableFuture.completedFuture(known.timers());
		}
		return this.cluster
			.callMaster(brokerName,
					new QueryAssignmentRequest(Names.retryTopic(this.group), this.group, this.cluster.clientId(), "AVG",
							"CLUSTERING"),
					deadline)
			.handle((answer, failure) -> {
				boolean old = failure != null && Blocking.unwrap(failure) instanceof BrokerException refusal
						&& refusal.code() == NOT_SUPPORTED;
				if (failure == null || old) {
					this.brokers.put(brokerName, new Known(!old, System.nanoTime()));
				}
				return failure == null;
			});
	}

	/**
	 * What a broker has said.
	 *
	 * @param timers whether it has a timer wheel
	 * @param sinceNanos when it said so
	 */
	private record Known(boolean timers, long sinceNanos) {
	}

}
