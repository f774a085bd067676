package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a failed message into the group's retry topic, or the dead-letter topic: asks
 * the message's broker to do it, else sends a copy, else waits and begins again. A time
 * that is no delay level is kept by a copy in the first place, where brokers can. Until
 * one of these is acknowledged the message stays unfinished. Whether there are attempts
 * left is the broker's decision.
 * <p>
 * Source: protocol 4.6.
 * <p>
 * Threading: thread-safe.
 */
final class RetryForwarder implements Redelivery {

	private static final Logger logger = LoggerFactory.getLogger(RetryForwarder.class);

	private static final int DEAD_LETTER_LEVEL = -1;

	private static final long MAX_BACKOFF_MILLIS = 5000;

	/** How often a broker may refuse a message that nobody can read. */
	private static final int UNREADABLE_LIMIT = 5;

	private final String group;

	private final int maxReconsumeTimes;

	private final Cluster cluster;

	private final ScheduledExecutorService timer;

	private final Duration requestTimeout;

	private final ExactRetry exact;

	RetryForwarder(PushConsumerOptions options, Cluster cluster, ScheduledExecutorService timer,
			Duration requestTimeout) {
		this.group = options.group();
		this.maxReconsumeTimes = options.maxReconsumeTimes();
		this.cluster = cluster;
		this.timer = timer;
		this.requestTimeout = requestTimeout;
		this.exact = new ExactRetry(this.group, this.maxReconsumeTimes, cluster, requestTimeout);
	}

	/**
	 * Forwards a message; {@code false} when it was given up because its queue is, so
	 * that it will be delivered again.
	 */
	@Override
	public CompletableFuture<Boolean> forward(QueueBuffer buffer, ReceivedMessage message, ConsumeOutcome outcome) {
		CompletableFuture<Boolean> forwarded = new CompletableFuture<>();
		Failed failed = new Failed(buffer, message, level(outcome),
				new Backoff(this.cluster.clientId(), message.messageId()), forwarded);
		if (this.exact.isWanted(message, outcome) && !buffer.comesAgain(message)) {
			attemptExactly(failed, outcome);
		}
		else {
			attempt(failed);
		}
		return forwarded;
	}

	/** Keeps the exact time, else the next longer level. */
	private void attemptExactly(Failed failed, ConsumeOutcome outcome) {
		CompletableFuture.completedFuture(failed.message())
			.thenCompose((message) -> this.exact.send(message, outcome))
			.whenComplete((sent, failure) -> {
				if (failure == null) {
					failed.forwarded().complete(true);
				}
				else {
					logger.debug("Message {} of {} cannot come again after exactly {}: {}",
							failed.message().messageId(), failed.buffer().queue(), outcome.delay(),
							Blocking.unwrap(failure).getMessage());
					attempt(failed);
				}
			});
	}

	private static int level(ConsumeOutcome outcome) {
		if (outcome.kind() == ConsumeOutcome.Kind.DEAD_LETTER) {
			return DEAD_LETTER_LEVEL;
		}
		Duration delay = outcome.delay();
		return (delay != null) ? DelayLevels.of(delay) : outcome.delayLevel();
	}

	private void attempt(Failed failed) {
		if (failed.buffer().comesAgain(failed.message())) {
			failed.forwarded().complete(false);
			return;
		}
		CompletableFuture.completedFuture(failed).thenCompose(this::sendBack).handle((sent, failure) -> {
			if (failure == null) {
				return CompletableFuture.completedFuture(sent);
			}
			logger.debug("Message {} of {} could not be sent back and is copied instead: {}",
					failed.message().messageId(), failed.buffer().queue(), Blocking.unwrap(failure).getMessage());
			return sendCopy(failed).exceptionallyCompose((uncopied) -> CompletableFuture
				.failedFuture((Blocking.unwrap(uncopied) instanceof ProtocolException)
						? new UnreadableException(Blocking.unwrap(failure)) : uncopied));
		}).thenCompose((step) -> step).whenComplete((sent, failure) -> {
			if (failure == null) {
				failed.forwarded().complete(true);
			}
			else {
				repeatLater(failed, Blocking.unwrap(failure));
			}
		});
	}

	private CompletableFuture<Boolean> sendBack(Failed failed) {
		ReceivedMessage message = failed.message();
		String brokerName = message.queue().brokerName();
		SendBackRequest request = new SendBackRequest(this.group, message.commitLogOffset(), failed.level(),
				message.messageId(), message.topic(), this.maxReconsumeTimes, brokerName);
		return this.cluster.callMaster(brokerName, request, Deadline.after(this.requestTimeout));
	}

	private CompletableFuture<Boolean> sendCopy(Failed failed) {
		Deadline deadline = Deadline.after(this.requestTimeout);
		return this.cluster.route(Names.retryTopic(this.group), deadline).thenCompose((route) -> {
			MessageQueue queue = oneOf(route.publishQueues(), failed);
			return this.cluster.callMaster(queue.brokerName(),
					RetryCopy.of(failed.message(), failed.level(), this.maxReconsumeTimes, this.group, queue),
					deadline);
		}).thenApply(SendMessageResponse::status).thenApply((stored) -> true);
	}

	/** Another one after each failure. */
	private MessageQueue oneOf(List<MessageQueue> queues, Failed failed) {
		if (queues.isEmpty()) {
			throw new RouteNotFoundException("No broker takes messages of " + Names.retryTopic(this.group));
		}
		return queues
			.get(Math.floorMod(failed.message().messageId().hashCode() + failed.backoff().failures(), queues.size()));
	}

	private void repeatLater(Failed failed, Throwable failure) {
		if (failed.buffer().isClosed()) {
			logger.warn(
					"Message {} of {} at offset {} could not be forwarded for retry while its queue is given up,"
							+ " it will be delivered again: {}",
					failed.message().messageId(), failed.buffer().queue(), failed.message().queueOffset(),
					failure.getMessage());
			failed.forwarded().complete(false);
			return;
		}
		if (failure instanceof UnreadableException && failure.getCause() instanceof BrokerException refusal
				&& failed.backoff().failures() >= UNREADABLE_LIMIT) {
			logger.error("Message of {} at offset {} cannot be read, not even by its broker, and is passed over: {}",
					failed.buffer().queue(), failed.message().queueOffset(), refusal.getMessage());
			failed.forwarded().complete(true);
			return;
		}
		if (failed.backoff().failures() == 0) {
			logger.warn("Message {} of {} at offset {} cannot be forwarded for retry, trying on: {}",
					failed.message().messageId(), failed.buffer().queue(), failed.message().queueOffset(),
					failure.getMessage());
		}
		this.timer.schedule(() -> attempt(failed), failed.backoff().nextMillis(MAX_BACKOFF_MILLIS),
				TimeUnit.MILLISECONDS);
	}

	/**
	 * A message that was refused by its broker and cannot be copied either.
	 */
	private static final class UnreadableException extends RuntimeException {

		private static final long serialVersionUID = 1;

		private UnreadableException(Throwable refusal) {
			super(refusal.getMessage(), refusal);
		}

	}

	private record Failed(QueueBuffer buffer, ReceivedMessage message, int level, Backoff backoff,
			CompletableFuture<Boolean> forwarded) {
	}

}
