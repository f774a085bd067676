package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One send from route to acknowledgement: chooses a queue, asks its broker, and is the
 * only place that tries again. Synchronous and asynchronous sends both run through here.
 * <p>
 * One deadline bounds it all; each attempt gets an equal share of what is left, so that a
 * silent broker cannot use up the time of the attempts that follow.
 * <p>
 * Threading: one step at a time, on the caller's thread at first, then on event loops and
 * the timer; never blocks.
 */
final class SendAttempt implements Pauses.Paused {

	private static final Logger logger = LoggerFactory.getLogger(SendAttempt.class);

	private final OutgoingMessage outgoing;

	private final Deadline deadline;

	private final int maxAttempts;

	private final SendContext context;

	private final CompletableFuture<SendResult> result = new CompletableFuture<>();

	private @Nullable List<String> failures;

	private Outcome worstOutcome = Outcome.NOT_SENT;

	private @Nullable String lastBroker;

	private int attempts;

	SendAttempt(OutgoingMessage outgoing, Deadline deadline, SendContext context) {
		this.outgoing = outgoing;
		this.deadline = deadline;
		this.context = context;
		this.maxAttempts = 1 + context.options().retries();
	}

	/**
	 * Starts the first attempt.
	 * @return completes on an event loop or the timer, within the deadline
	 */
	CompletableFuture<SendResult> start() {
		attempt(this.context.routes().find(this.outgoing.message().topic(), this.deadline));
		return this.result;
	}

	private void attempt(CompletableFuture<TopicRoute> route) {
		if (route.isDone() && !route.isCompletedExceptionally()) {
			send(route.join());
			return;
		}
		route.whenComplete((found, failure) -> {
			if (failure != null) {
				fail(Failures.of(failure));
			}
			else {
				send(found);
			}
		});
	}

	private void send(TopicRoute route) {
		try {
			MessageQueue queue = this.context.selector().select(route.publishQueues(), this.lastBroker);
			String address = route.masterAddress(queue.brokerName());
			if (this.attempts++ > 0) {
				this.context.retries().increment();
			}
			this.lastBroker = queue.brokerName();
			if (address == null) {
				failed(new RocketConnectionException("Broker '" + queue.brokerName() + "' of topic '" + queue.topic()
						+ "' has no master at the moment", Outcome.NOT_SENT, null));
				return;
			}
			this.context.brokers()
				.call(address, request(queue), attemptDeadline())
				.whenComplete((response, failure) -> answered(queue, response, failure));
		}
		catch (RuntimeException ex) {
			fail(Failures.of(ex));
		}
	}

	SendMessageRequest request(MessageQueue queue) {
		return this.context.request(this.outgoing, queue);
	}

	private Deadline attemptDeadline() {
		int left = this.maxAttempts - this.attempts + 1;
		return this.deadline.orEarlier(this.deadline.remaining().dividedBy(Math.max(left, 1)));
	}

	private void answered(MessageQueue queue, @Nullable SendMessageResponse response, @Nullable Throwable failure) {
		if (response != null) {
			this.result.complete(new SendResult(response.status(), this.outgoing.id(), response.offsetMessageId(),
					new MessageQueue(queue.topic(), queue.brokerName(), response.queueId()), response.queueOffset(),
					response.recallHandle()));
		}
		else {
			failed(Failures.of(failure));
		}
	}

	/** An attempt failed: try again if that may help and there is time, or give up. */
	private void failed(RocketException failure) {
		if (failure.outcome() == Outcome.UNKNOWN) {
			this.worstOutcome = Outcome.UNKNOWN;
		}
		if (!RetryPolicy.isRetryable(failure)) {
			fail(failure);
			return;
		}
		if (this.failures == null) {
			this.failures = new ArrayList<>(this.maxAttempts);
		}
		this.failures.add(failure.getMessage());
		if (this.attempts >= this.maxAttempts || this.deadline.isExpired()) {
			fail(summary(failure));
			return;
		}
		logger.debug("Attempt {} of {} to send {} failed, trying again", this.attempts, this.maxAttempts,
				this.outgoing.id(), failure);
		tryAgain(failure);
	}

	private void tryAgain(RocketException failure) {
		String topic = this.outgoing.message().topic();
		boolean refresh = RetryPolicy.suggestsRefresh(failure);
		boolean elsewhere = this.context.routes().hasOtherBroker(topic, this.lastBroker);
		Runnable next = () -> attempt(refresh ? this.context.routes().refreshed(topic, this.deadline)
				: this.context.routes().find(topic, this.deadline));
		if (elsewhere) {
			next.run();
			return;
		}
		Duration pause = RetryPolicy.pause(this.attempts);
		if (pause.compareTo(this.deadline.remaining()) >= 0) {
			fail(summary(failure));
			return;
		}
		this.context.pauses().pause(this, next, pause);
	}

	/** The producer closes: an attempt that pauses has no other end than this. */
	@Override
	public void abandon() {
		fail(new ClientClosedException("The producer was closed while a message to topic '"
				+ this.outgoing.message().topic() + "' waited for its next attempt", this.worstOutcome, null));
	}

	/** Ends the send; an earlier attempt may have done more than the last one. */
	private void fail(RocketException failure) {
		this.result.completeExceptionally(
				(failure.outcome() == this.worstOutcome) ? failure : withOutcome(failure, failure.getMessage()));
	}

	/** After several attempts the last error alone would hide what the others met. */
	private RocketException summary(RocketException last) {
		if (this.attempts == 1) {
			return last;
		}
		return withOutcome(last, "Message " + this.outgoing.id() + " to topic '" + this.outgoing.message().topic()
				+ "' was not acknowledged in " + this.attempts + " attempts: " + this.failures);
	}

	private RocketException withOutcome(RocketException last, @Nullable String message) {
		String text = String.valueOf(message);
		if (last instanceof BrokerException refusal) {
			RocketException attempts = new RocketException(text, this.worstOutcome, last);
			return new BrokerException(refusal.code(), refusal.remark(), refusal.address(), this.worstOutcome,
					attempts);
		}
		if (last instanceof RocketTimeoutException) {
			return new RocketTimeoutException(text, this.worstOutcome, last);
		}
		if (last instanceof ClientClosedException) {
			return new ClientClosedException(text, this.worstOutcome, last);
		}
		return new RocketConnectionException(text, this.worstOutcome, last);
	}

}
