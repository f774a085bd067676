package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import org.jspecify.annotations.Nullable;

/**
 * The door of a producer: lets a send in when there is room for it in the client's budget
 * and the producer is open, and out when it ends.
 * <p>
 * Threading: thread-safe. Waits in the budget only.
 */
final class Admission implements Send.Owner {

	private final String group;

	private final SendBudget budget;

	private final Executor callbacks;

	private final InFlightSends inFlight = new InFlightSends();

	/**
	 * Opens the door.
	 * @param group the producer group
	 * @param budget what all producers of the client share
	 * @param callbacks the threads that may run the application's code
	 */
	Admission(String group, SendBudget budget, Executor callbacks) {
		this.group = group;
		this.budget = budget;
		this.callbacks = callbacks;
	}

	/**
	 * Lets a send begin, whose end gives back what it takes.
	 * @param bytes the size of the body
	 */
	void admit(Send send, int bytes, BackPressure backPressure) {
		if (!this.inFlight.enter()) {
			throw new ClientClosedException("The producer of group '" + this.group + "' is closed", Outcome.NOT_SENT,
					null);
		}
		try {
			if (backPressure == BackPressure.WAIT) {
				this.budget.acquire(bytes, send.deadline());
			}
			else {
				this.budget.acquireNow(bytes);
			}
		}
		catch (RuntimeException ex) {
			this.inFlight.exit();
			throw ex;
		}
		send.admitted(bytes);
	}

	@Override
	public void release(int bodyBytes) {
		this.budget.release(bodyBytes);
		this.inFlight.exit();
	}

	@Override
	public void tellingBegins() {
		this.inFlight.stay();
	}

	@Override
	public void tellingEnds() {
		this.inFlight.exit();
	}

	@Override
	public Executor callbacks() {
		return this.callbacks;
	}

	/**
	 * Lets no more sends begin.
	 * @return completes when the last one has ended; {@code null} when closed before
	 */
	@Nullable CompletableFuture<@Nullable Void> close() {
		return this.inFlight.close();
	}

	/** How many sends have not ended. */
	int count() {
		return this.inFlight.count();
	}

}
