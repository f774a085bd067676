package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RequestEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One send from route to acknowledgement: chooses a queue, asks its broker, and is the
 * only place that tries again. Synchronous, asynchronous and one-way sends all run
 * through here; of a one-way send only what surely did not leave is tried again.
 * <p>
 * One deadline bounds it all; each attempt gets an equal share of what is left, so that a
 * silent broker cannot use up the time of the attempts that follow.
 * <p>
 * Threading: one step at a time, on the caller's thread at first, then on event loops and
 * the timer; never blocks.
 */
final class SendAttempt implements Pauses.Paused, RequestEnd<SendMessageResponse> {

	private static final Logger logger = LoggerFactory.getLogger(SendAttempt.class);

	private final Send send;

	private final OutgoingMessage outgoing;

	private final SendContext context;

	private final Ending ending;

	private @Nullable List<String> failures;

	private Outcome worstOutcome = Outcome.NOT_SENT;

	private @Nullable MessageQueue lastQueue;

	private @Nullable String lastAddress;

	private long startedAt;

	private @Nullable SendResult stored;

	private int attempts;

	/**
	 * Prepares a send.
	 * @param send what was asked for
	 * @param outgoing what leaves
	 * @param context what all sends of the producer share
	 * @param ending hears of the end, on an event loop or the timer, within the deadline
	 */
	SendAttempt(Send send, OutgoingMessage outgoing, SendContext context, Ending ending) {
		this.send = send;
		this.outgoing = outgoing;
		this.context = context;
		this.ending = ending;
	}

	/**
	 * Starts the first attempt.
	 * @param waitNanos how long to wait before
	 */
	void start(long waitNanos) {
		this.context.policy().budget().earn();
		if (waitNanos > 0) {
			this.context.pauses().pause(this, this::attempt, Duration.ofNanos(waitNanos));
		}
		else {
			attempt();
		}
	}

	private void attempt() {
		TopicRoute known = this.context.routes().known(this.outgoing.routeTopic());
		if (known != null) {
			send(known);
		}
		else {
			attempt(this.context.routes().find(this.outgoing.routeTopic(), this.send.deadline()));
		}
	}

	private void attempt(CompletableFuture<TopicRoute> route) {
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
			MessageQueue queue = choose(route);
			if (queue == null) {
				return;
			}
			this.startedAt = System.nanoTime();
			String address = route.masterAddress(queue.brokerName());
			this.lastAddress = address;
			if (address == null) {
				ended(null, new RocketConnectionException("Broker '" + queue.brokerName() + "' of topic '"
						+ queue.topic() + "' has no master at the moment", Outcome.NOT_SENT, null));
				return;
			}
			transmit(address, queue);
		}
		catch (RuntimeException ex) {
			fail(Failures.of(ex));
		}
	}

	private @Nullable MessageQueue choose(TopicRoute route) {
		if (this.attempts++ > 0) {
			this.context.retries().increment();
		}
		try {
			MessageQueue queue = this.context.queues()
				.choose(this.send.target(), this.outgoing.message(), route, this.lastQueue, this.send.isOneway());
			this.lastQueue = queue;
			return queue;
		}
		catch (RocketConnectionException ex) {
			failed(ex);
			return null;
		}
	}

	private void transmit(String address, MessageQueue queue) {
		Request<SendMessageResponse> request = this.context.request(this.outgoing, queue);
		RemotingClient brokers = this.context.brokers();
		if (!this.send.isOneway()) {
			brokers.call(address, request, this.context.signer(), attemptDeadline(), this);
			return;
		}
		if (brokers.isReady(address)) {
			this.send.handedOver();
		}
		brokers.sendOneway(address, request, this.context.signer(), attemptDeadline(), this);
	}

	/**
	 * A one-way message that may not go elsewhere waits for its broker to take bytes, and
	 * other attempts would wait for the same.
	 */
	private Deadline attemptDeadline() {
		boolean onlyWaits = this.send.isOneway() && !mayGoElsewhere();
		return this.context.policy()
			.attemptDeadline(this.send.deadline(), onlyWaits ? 1 : maxAttempts() - this.attempts + 1);
	}

	private int maxAttempts() {
		return 1 + this.context.options().retries();
	}

	/** The attempt under way has ended: with an answer, by being written, or not well. */
	@Override
	public void ended(@Nullable SendMessageResponse response, @Nullable Throwable failure) {
		MessageQueue queue = Objects.requireNonNull(this.lastQueue);
		RocketException error = (failure != null) ? Failures.of(failure) : null;
		this.send.hooks().attempted(queue, this.lastAddress, this.startedAt, response, error);
		judge(queue.brokerName(), System.nanoTime() - this.startedAt, error);
		if (error != null) {
			failed(error);
		}
		else if (response == null) {
			this.ending.end(null, null);
		}
		else {
			stored(new SendResult(response.status(), this.outgoing.id(), response.offsetMessageId(),
					(response.queueId() == queue.queueId()) ? queue
							: new MessageQueue(queue.topic(), queue.brokerName(), response.queueId()),
					response.queueOffset(), response.recallHandle()));
		}
	}

	private void judge(String broker, long nanos, @Nullable RocketException error) {
		BrokerHealth health = this.context.health();
		if (error == null) {
			if (!this.send.isOneway()) {
				health.succeeded(broker, nanos);
			}
		}
		else if (RetryPolicy.suggestsAvoiding(error)) {
			health.failed(broker);
		}
		else if (error instanceof RocketTimeoutException) {
			health.silent(broker, nanos);
		}
		else {
			health.answered(broker);
		}
	}

	/** The message is stored; whether it is safe enough is for the options to say. */
	private void stored(SendResult answer) {
		this.stored = answer;
		if (answer.isDurable() || !this.context.policy().retriesNotStored() || this.attempts >= maxAttempts()
				|| this.send.deadline().isExpired() || !mayGoElsewhere() || !this.context.policy().budget().spend()) {
			this.ending.end(answer, null);
			return;
		}
		logger.debug("Attempt {} of {} to send {} ended with {}, trying another broker", this.attempts, maxAttempts(),
				this.outgoing.id(), answer.status());
		attempt();
	}

	/** An attempt failed: try again if that may help and there is time, or give up. */
	private void failed(RocketException failure) {
		if (failure.outcome() == Outcome.UNKNOWN) {
			this.worstOutcome = Outcome.UNKNOWN;
		}
		if (!this.context.policy().isRetryable(failure, this.send.isOneway())) {
			fail(failure);
			return;
		}
		if (this.failures == null) {
			this.failures = new ArrayList<>(maxAttempts());
		}
		this.failures.add(failure.getMessage());
		if (this.attempts >= maxAttempts() || this.send.deadline().isExpired()) {
			fail(summary(failure));
			return;
		}
		if (!this.context.policy().budget().spend()) {
			this.failures.add("no further attempt, because the producer's retry budget is used up");
			fail(summary(failure));
			return;
		}
		logger.debug("Attempt {} of {} to send {} failed, trying again", this.attempts, maxAttempts(),
				this.outgoing.id(), failure);
		tryAgain(failure);
	}

	private void tryAgain(RocketException failure) {
		String topic = this.outgoing.routeTopic();
		boolean refresh = RetryPolicy.suggestsRefresh(failure);
		Runnable next = () -> attempt(refresh ? this.context.routes().refreshed(topic, this.send.deadline())
				: this.context.routes().find(topic, this.send.deadline()));
		if (mayGoElsewhere()) {
			next.run();
			return;
		}
		Duration pause = RetryPolicy.pause(this.attempts);
		if (pause.compareTo(this.send.deadline().remaining()) >= 0) {
			fail(summary(failure));
			return;
		}
		this.context.pauses().pause(this, next, pause);
	}

	private boolean mayGoElsewhere() {
		Message message = this.outgoing.message();
		return this.context.queues().mayMove(this.send.target(), message)
				&& this.context.routes().hasOtherBroker(message.topic(), lastBroker());
	}

	private @Nullable String lastBroker() {
		return (this.lastQueue != null) ? this.lastQueue.brokerName() : null;
	}

	/** The producer closes: an attempt that pauses has no other end than this. */
	@Override
	public void abandon() {
		fail(new ClientClosedException("The producer was closed while a message to topic '"
				+ this.outgoing.message().topic() + "' waited for its next attempt", this.worstOutcome, null));
	}

	/** Ends the send; an earlier attempt may have done more than the last one. */
	private void fail(RocketException failure) {
		if (this.stored != null) {
			this.ending.end(this.stored, null);
			return;
		}
		if (this.send.isOneway() && this.send.isHandedOver()) {
			this.context.onewayLosses().gaveUp(failure);
		}
		this.ending.end(null,
				(failure.outcome() == this.worstOutcome) ? failure : withOutcome(failure, failure.getMessage()));
	}

	/** After several attempts the last error alone would hide what the others met. */
	private RocketException summary(RocketException last) {
		if (this.failures == null || this.failures.size() == 1) {
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

	/**
	 * Hears of the end of a send.
	 */
	@FunctionalInterface
	interface Ending {

		/**
		 * The send has ended.
		 * @param sent the acknowledgement, {@code null} for a one-way message
		 * @param failure why there is none
		 */
		void end(@Nullable SendResult sent, @Nullable RocketException failure);

	}

}
