package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.codec.command.EndTransactionRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one decision to the broker that holds the half message.
 * <p>
 * It is tried again only while the broker certainly does not have it: brokers deliver a
 * message once more for each commit they get, and when it is not certain whether they
 * have it, they ask by themselves if they do not.
 * <p>
 * Threading: one step at a time, on the caller's thread at first, then on event loops and
 * the timer; never blocks.
 */
final class TransactionEnd implements Pauses.Paused {

	private static final Logger logger = LoggerFactory.getLogger(TransactionEnd.class);

	private final EndTransactionRequest request;

	private final Supplier<@Nullable String> address;

	private final Deadline deadline;

	private final SendContext context;

	private final CompletableFuture<Boolean> acknowledged = new CompletableFuture<>();

	private int attempts;

	/**
	 * Prepares the way.
	 * @param request the decision
	 * @param address the address of the broker, asked for each attempt
	 * @param deadline until when it is tried
	 * @param context the producer's
	 */
	TransactionEnd(EndTransactionRequest request, Supplier<@Nullable String> address, Deadline deadline,
			SendContext context) {
		this.request = request;
		this.address = address;
		this.deadline = deadline;
		this.context = context;
	}

	/**
	 * Starts the first attempt.
	 * @return completes when the broker has acknowledged, or fails
	 */
	CompletableFuture<Boolean> start() {
		attempt();
		return this.acknowledged;
	}

	private void attempt() {
		this.attempts++;
		try {
			String broker = this.address.get();
			if (broker == null) {
				failed(new RocketConnectionException(
						"Broker '" + this.request.brokerName() + "' of a transaction has no master at the moment",
						Outcome.NOT_SENT, null));
				return;
			}
			this.context.brokers().call(broker, this.request, this.deadline).whenComplete((done, failure) -> {
				if (failure == null) {
					this.acknowledged.complete(done);
				}
				else {
					failed(Failures.of(failure));
				}
			});
		}
		catch (RuntimeException ex) {
			this.acknowledged.completeExceptionally(Failures.of(ex));
		}
	}

	private void failed(RocketException failure) {
		Duration pause = RetryPolicy.pause(this.attempts);
		if (failure.outcome() != Outcome.NOT_SENT || !this.context.policy().isRetryable(failure, false)
				|| pause.compareTo(this.deadline.remaining()) >= 0) {
			this.acknowledged.completeExceptionally(failure);
			return;
		}
		logger.debug("Attempt {} to end transaction {} failed, trying again", this.attempts, this.request.messageId(),
				failure);
		if (RetryPolicy.suggestsRefresh(failure)) {
			// for the next attempt; this one does not wait for it
			this.context.routes().refreshed(this.request.topic(), this.deadline);
		}
		this.context.pauses().pause(this, this::attempt, pause);
	}

	@Override
	public void abandon() {
		this.acknowledged.completeExceptionally(new ClientClosedException("The producer was closed while the end of"
				+ " transaction " + this.request.messageId() + " waited for its next attempt", Outcome.NOT_SENT, null));
	}

}
