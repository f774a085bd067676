package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.LeaseExpiredException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.internal.codec.command.PopMessageResponse.Popped;
import io.github.rocketmqlite.internal.remoting.Blocking;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that one consumer holds: how many there may be, and all that happens to
 * their leases. An acknowledgement, a renewal and a change of one message follow each
 * other, because each of the latter two makes the handle that the next one needs.
 * <p>
 * Threading: thread-safe.
 */
final class Leases {

	private static final Logger logger = LoggerFactory.getLogger(Leases.class);

	/** Short enough to renew a lease of one second in time. */
	private static final long LOOK_MILLIS = 200;

	private final PopConsumerOptions options;

	private final PopCalls calls;

	private final Set<HeldMessage> held = ConcurrentHashMap.newKeySet();

	private final Set<HeldMessage> renewing = ConcurrentHashMap.newKeySet();

	/** Places that messages have, or that receives under way may need. */
	private final AtomicInteger taken = new AtomicInteger();

	private final ReentrantLock turns = new ReentrantLock();

	private final ScheduledFuture<?> looks;

	Leases(PopConsumerOptions options, PopCalls calls, ScheduledExecutorService timer) {
		this.options = options;
		this.calls = calls;
		this.looks = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Takes places for messages to come.
	 * @return how many there are, at most as many as wanted
	 */
	int reserve(int wanted) {
		int before = this.taken.getAndUpdate((now) -> now + granted(now, wanted));
		return granted(before, wanted);
	}

	private int granted(int now, int wanted) {
		return Math.max(0, Math.min(wanted, this.options.maxHeldMessages() - now));
	}

	/** Gives back places that no message came for. */
	void unreserve(int places) {
		this.taken.addAndGet(-places);
	}

	/** A message that is not counted yet. */
	HeldMessage leased(PopTarget target, Popped popped, long sentNanos) {
		return new HeldMessage(this, target, popped, this.options.renewal(), sentNanos);
	}

	/** Takes a message over; it has a place already. */
	void hold(HeldMessage message) {
		this.held.add(message);
	}

	int heldMessages() {
		return this.held.size();
	}

	/** Holds a message no more; it comes again when its invisible time is over. */
	void abandon(HeldMessage message) {
		message.endRenewal();
		drop(message);
	}

	private void drop(HeldMessage message) {
		if (this.held.remove(message)) {
			this.taken.decrementAndGet();
		}
	}

	/** Whether a message was delivered more often than the options allow. */
	boolean isOverdue(HeldMessage message) {
		return message.reconsumeTimes() > this.options.maxReconsumeTimes();
	}

	/** Sends a message that was delivered too often to the dead-letter topic. */
	void bury(HeldMessage message) {
		deadLetter(message).whenComplete((ignored, failure) -> {
			if (failure != null) {
				logger.warn(
						"Message {} of {} was delivered to group {} {} times and cannot be sent to its dead-letter"
								+ " topic yet: {}",
						message.messageId(), message.queue(), this.options.group(), message.reconsumeTimes(),
						Blocking.unwrap(failure).getMessage());
			}
		});
	}

	/**
	 * Acknowledges messages.
	 * @return fails with the first failure, the others suppressed
	 */
	CompletableFuture<@Nullable Void> ack(Collection<HeldMessage> messages) {
		Set<HeldMessage> distinct = new LinkedHashSet<>(messages);
		return inTurn(distinct, () -> {
			List<HeldMessage> open = new ArrayList<>();
			List<Throwable> failures = new ArrayList<>();
			for (HeldMessage message : distinct) {
				if (message.isExpired() && !message.isAcknowledged()) {
					failures.add(message.expired("Acknowledging", Outcome.NOT_SENT));
					drop(message);
				}
				else if (!message.isAcknowledged()) {
					open.add(message);
				}
			}
			return this.calls.ack(open).thenAccept((failed) -> {
				open.stream().filter(HeldMessage::isAcknowledged).forEach(this::drop);
				failures.addAll(explained(failed));
				throwFirst(failures);
			});
		});
	}

	/** A failure that lasted until the lease was over has another remedy. */
	private static List<Throwable> explained(Map<HeldMessage, Throwable> failed) {
		List<Throwable> failures = new ArrayList<>();
		failed.forEach((message, failure) -> {
			if (message.isExpired()) {
				LeaseExpiredException expired = message.expired("Acknowledging", Outcome.UNKNOWN);
				expired.addSuppressed(failure);
				failures.add(expired);
			}
			else {
				failures.add(failure);
			}
		});
		return failures;
	}

	private static void throwFirst(List<Throwable> failures) {
		if (failures.isEmpty()) {
			return;
		}
		Throwable first = failures.get(0);
		failures.stream().filter((further) -> further != first).forEach(first::addSuppressed);
		if (first instanceof Error error) {
			throw error;
		}
		throw (first instanceof RuntimeException failure) ? failure : new IllegalStateException(first);
	}

	/** Sets when a message comes again; renews it no more. */
	CompletableFuture<@Nullable Void> change(HeldMessage message, Duration invisibleTime) {
		return change(message, invisibleTime, true);
	}

	private CompletableFuture<@Nullable Void> change(HeldMessage message, Duration invisibleTime, boolean counted) {
		return inTurn(Set.of(message), () -> {
			requireOpen(message, "Changing the invisible time of");
			return extend(message, invisibleTime, counted).thenAccept((ignored) -> {
				message.endRenewal();
				if (invisibleTime.isZero()) {
					drop(message);
				}
			});
		});
	}

	/** Sends a message to the dead-letter topic, then acknowledges it. */
	CompletableFuture<@Nullable Void> deadLetter(HeldMessage message) {
		return inTurn(Set.of(message), () -> {
			requireOpen(message, "Sending to the dead-letter topic");
			return this.calls.deadLetter(message)
				.thenCompose((sent) -> this.calls.ack(List.of(message)))
				.thenAccept((failed) -> {
					drop(message);
					throwFirst(explained(failed));
				});
		});
	}

	private void requireOpen(HeldMessage message, String what) {
		if (message.isAcknowledged()) {
			throw new IllegalStateException(what + " message " + message.messageId() + " of " + message.queue()
					+ " at offset " + message.queueOffset() + " is not possible: it is acknowledged already");
		}
		if (message.isExpired()) {
			drop(message);
			throw message.expired(what, Outcome.NOT_SENT);
		}
	}

	private CompletableFuture<Boolean> extend(HeldMessage message, Duration invisibleTime, boolean counted) {
		long sent = System.nanoTime();
		return this.calls.change(message, invisibleTime, counted).thenApply((handle) -> {
			message.renewed(handle, sent);
			return true;
		});
	}

	/**
	 * Lets others have a message at once; never fails. Nobody tried to handle it, so
	 * brokers from 5.4 on are asked not to count this as an attempt; older ones do.
	 */
	CompletableFuture<Boolean> giveBack(HeldMessage message) {
		return change(message, Duration.ZERO, false).handle((ignored, failure) -> {
			drop(message);
			if (failure != null) {
				logger.debug("Message {} of {} could not be given back and comes again after its invisible time: {}",
						message.messageId(), message.queue(), Blocking.unwrap(failure).getMessage());
			}
			return failure == null;
		});
	}

	/** Renews no more and gives back all that is held; never fails. */
	CompletableFuture<?> close() {
		endRenewals();
		return CompletableFuture.allOf(this.held.stream().map(this::giveBack).toArray(CompletableFuture[]::new));
	}

	/** Renews no more; what is held comes again after its invisible time. */
	void endRenewals() {
		this.looks.cancel(false);
	}

	private void look() {
		for (HeldMessage message : this.held) {
			if (message.isExpired()) {
				logger.debug("The invisible time of message {} of {} is over", message.messageId(), message.queue());
				drop(message);
			}
			else if (message.isRenewalDue()) {
				renew(message);
			}
		}
	}

	private void renew(HeldMessage message) {
		if (message.isHeldLongerThan(this.options.maxHoldTime())) {
			message.endRenewal();
			logger.warn("Message {} of {} at offset {} is held by group {} for more than {} and is renewed no more",
					message.messageId(), message.queue(), message.queueOffset(), this.options.group(),
					this.options.maxHoldTime());
			return;
		}
		if (this.renewing.add(message)) {
			Duration invisibleTime = Duration.ofMillis(message.handle().invisibleMillis());
			inTurn(Set.of(message), () -> {
				boolean open = message.isRenewable() && !message.isAcknowledged() && !message.isExpired();
				return open ? extend(message, invisibleTime, true) : CompletableFuture.completedFuture(false);
			}).whenComplete((renewed, failure) -> {
				this.renewing.remove(message);
				if (failure != null) {
					renewalFailed(message, Blocking.unwrap(failure));
				}
			});
		}
	}

	private void renewalFailed(HeldMessage message, Throwable failure) {
		if (failure instanceof BrokerException refusal && !refusal.isRetryable()) {
			message.endRenewal();
			logger.warn("Message {} of {} at offset {} cannot be renewed for group {} and comes again: {}",
					message.messageId(), message.queue(), message.queueOffset(), this.options.group(),
					failure.getMessage());
		}
		else {
			logger.debug("Message {} of {} could not be renewed, trying on: {}", message.messageId(), message.queue(),
					failure.getMessage());
		}
	}

	/** Begins the work when all that is under way with its messages has ended. */
	private <T extends @Nullable Object> CompletableFuture<T> inTurn(Set<HeldMessage> messages,
			Supplier<CompletableFuture<T>> work) {
		CompletableFuture<T> done = new CompletableFuture<>();
		CompletableFuture<?>[] before;
		// all messages at once, so that two pieces of work never wait for each other
		this.turns.lock();
		try {
			before = messages.stream().map((message) -> message.follow(done)).toArray(CompletableFuture[]::new);
		}
		finally {
			this.turns.unlock();
		}
		CompletableFuture.allOf(before).thenCompose((ignored) -> work.get()).whenComplete((result, failure) -> {
			if (failure == null) {
				done.complete(result);
			}
			else {
				done.completeExceptionally(Blocking.unwrap(failure));
			}
		});
		return done;
	}

}
