package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Lets a failed message come again after a time that is no delay level: sends a copy to
 * the retry topic that the broker's timer wheel keeps for that time, with a precision of
 * one second. Only brokers from 5.0 on have one; older ones would deliver the copy at
 * once, so their release decides.
 * <p>
 * Source: protocol 8.8.
 * <p>
 * Threading: thread-safe.
 */
final class ExactRetry {

	/** The most that timer wheels take by default. */
	private static final Duration LONGEST = Duration.ofDays(3);

	private final String group;

	private final int maxReconsumeTimes;

	private final Cluster cluster;

	private final Duration requestTimeout;

	ExactRetry(String group, int maxReconsumeTimes, Cluster cluster, Duration requestTimeout) {
		this.group = group;
		this.maxReconsumeTimes = maxReconsumeTimes;
		this.cluster = cluster;
		this.requestTimeout = requestTimeout;
	}

	/** Whether a time was asked for that only a timer wheel keeps, and there is one. */
	boolean isWanted(ReceivedMessage message, ConsumeOutcome outcome) {
		Duration delay = outcome.delay();
		return delay != null && outcome.kind() == ConsumeOutcome.Kind.RETRY
				&& !Redelivery.isLast(message, outcome, this.maxReconsumeTimes) && delay.compareTo(LONGEST) <= 0
				&& !DelayLevels.isLevel(delay) && this.cluster.hasTimerWheel(message.queue().brokerName());
	}

	/**
	 * Sends the copy to the broker that has the message.
	 * @return fails when that broker did not confirm the copy
	 */
	CompletableFuture<Boolean> send(ReceivedMessage message, ConsumeOutcome outcome) {
		Duration delay = Objects.requireNonNull(outcome.delay(), "delay");
		String brokerName = message.queue().brokerName();
		Deadline deadline = Deadline.after(this.requestTimeout);
		return this.cluster.route(Names.retryTopic(this.group), deadline).thenCompose((route) -> {
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

}
