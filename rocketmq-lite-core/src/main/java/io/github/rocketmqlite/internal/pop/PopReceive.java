package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.pop.PopSource.Offer;
import io.github.rocketmqlite.internal.pop.PopSource.Wish;
import io.github.rocketmqlite.internal.pop.Popping.Catch;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receive: pops at one target after the other until one has messages; when none has,
 * waits until a broker says that there is something, or hands it out, and begins again.
 * <p>
 * Threading: thread-safe; it moves from thread to thread but is never on two.
 */
final class PopReceive {

	private static final Logger logger = LoggerFactory.getLogger(PopReceive.class);

	/** The first pause after an arrival that others were quicker to take. */
	private static final long FIRST_PAUSE_MILLIS = 10;

	private static final int MAX_DOUBLINGS = 5;

	private static final Duration WITHOUT_TARGETS = Duration.ofMillis(500);

	private final PopTargets targets;

	private final PopCalls calls;

	private final PopSource source;

	private final Leases leases;

	private final int maxMessages;

	private final Duration invisibleTime;

	private final Deadline deadline;

	private final CompletableFuture<List<PoppedMessage>> result = new CompletableFuture<>();

	private final CompletableFuture<Boolean> timeUp;

	private int fruitless;

	private volatile int received;

	/**
	 * Prepares a receive.
	 * @param maxMessages how many messages there are places for
	 */
	PopReceive(PopTargets targets, PopCalls calls, PopSource source, Leases leases, int maxMessages,
			Duration invisibleTime, Duration wait) {
		this.targets = targets;
		this.calls = calls;
		this.source = source;
		this.leases = leases;
		this.maxMessages = maxMessages;
		this.invisibleTime = invisibleTime;
		this.deadline = Deadline.after(wait);
		this.timeUp = wait.isZero() ? CompletableFuture.completedFuture(true) : calls.after(wait);
		this.result.whenComplete((messages, failure) -> this.timeUp.cancel(false));
	}

	/**
	 * Completes with what was received. Whoever completes it first ends the receive;
	 * messages that come later are given back.
	 */
	CompletableFuture<List<PoppedMessage>> result() {
		return this.result;
	}

	/** How many messages took their places. */
	int received() {
		return this.received;
	}

	/**
	 * Begins.
	 * @return completes when nothing of the receive is under way any more; never fails
	 */
	CompletableFuture<Boolean> start() {
		return sweep().handle((ended, failure) -> {
			if (failure != null) {
				this.result.completeExceptionally(Blocking.unwrap(failure));
			}
			return true;
		});
	}

	private CompletableFuture<Boolean> sweep() {
		if (this.result.isDone()) {
			return CompletableFuture.completedFuture(true);
		}
		return this.targets.now(this.calls.requestDeadline()).thenCompose((all) -> {
			Sweep sweep = new Sweep(all);
			return sweep.pop(0).thenCompose((ignored) -> swept(sweep));
		});
	}

	private CompletableFuture<Boolean> swept(Sweep sweep) {
		if (this.result.isDone()) {
			return CompletableFuture.completedFuture(true);
		}
		Throwable failure = sweep.answered ? null : sweep.failure;
		boolean hopeless = failure instanceof BrokerException refusal && !refusal.isRetryable();
		if (this.deadline.isExpired() || hopeless) {
			if (failure != null) {
				return CompletableFuture.failedFuture(failure);
			}
			this.result.complete(List.of());
			return CompletableFuture.completedFuture(true);
		}
		return pauseWhenFruitless().thenCompose((ignored) -> awaitArrival(sweep.all));
	}

	/**
	 * Others may be quicker to take what arrived, or keep the queue locked; asking again
	 * at once would be answered at once.
	 */
	private CompletableFuture<?> pauseWhenFruitless() {
		if (this.fruitless++ == 0) {
			return CompletableFuture.completedFuture(true);
		}
		Duration pause = Duration.ofMillis(FIRST_PAUSE_MILLIS << Math.min(this.fruitless, MAX_DOUBLINGS));
		return earliest(Stream.of(this.calls.after(pause)));
	}

	private CompletableFuture<Boolean> awaitArrival(List<PopTarget> all) {
		if (all.isEmpty()) {
			return earliest(Stream.of(this.calls.after(WITHOUT_TARGETS))).thenCompose((ignored) -> sweep());
		}
		List<CompletableFuture<Offer>> news = all.stream()
			.map((target) -> this.source.next(wish(target), this.deadline.remaining()))
			.toList();
		return earliest(news.stream())
			.thenCompose((ignored) -> taken(news) ? CompletableFuture.completedFuture(true) : sweep());
	}

	/** Whether an offer could be taken; further ones are left to others. */
	private boolean taken(List<CompletableFuture<Offer>> news) {
		for (CompletableFuture<Offer> one : news) {
			List<HeldMessage> messages = (one.isDone() && !this.result.isDone()) ? one.join().take() : List.of();
			if (!messages.isEmpty()) {
				received(messages);
				return true;
			}
		}
		return false;
	}

	private Wish wish(PopTarget target) {
		return new Wish(target, this.maxMessages, this.invisibleTime);
	}

	private CompletableFuture<?> earliest(Stream<? extends CompletableFuture<?>> events) {
		return CompletableFuture
			.anyOf(Stream.concat(events, Stream.of(this.timeUp, this.result)).toArray(CompletableFuture[]::new))
			.handle((ignored, failure) -> true);
	}

	private void received(List<HeldMessage> messages) {
		this.received = messages.size();
		messages.forEach(this.leases::hold);
		if (!this.result.complete(List.copyOf(messages))) {
			messages.forEach(this.leases::giveBack);
		}
	}

	/**
	 * One look at every target.
	 */
	private final class Sweep {

		private final List<PopTarget> all;

		private boolean answered;

		private @Nullable Throwable failure;

		Sweep(List<PopTarget> all) {
			this.all = all;
		}

		CompletableFuture<Boolean> pop(int index) {
			if (index == this.all.size() || PopReceive.this.result.isDone()) {
				return CompletableFuture.completedFuture(true);
			}
			PopTarget target = this.all.get(index);
			return PopReceive.this.source.pop(wish(target)).handle((caught, failure) -> {
				if (caught == null) {
					failed(target, failure);
					return pop(index + 1);
				}
				this.answered = true;
				return caught(target, caught) ? CompletableFuture.completedFuture(true)
						: pop(caught.any() ? index : index + 1);
			}).thenCompose((step) -> step);
		}

		private void failed(PopTarget target, @Nullable Throwable failure) {
			this.failure = (failure != null) ? Blocking.unwrap(failure) : new NullPointerException("no answer");
			logger.debug("Popping {} failed: {}", target, this.failure.getMessage());
		}

		/** Whether there was something that is wanted. */
		private boolean caught(PopTarget target, Catch caught) {
			for (MessageBatch.Undecodable bad : caught.undecodable()) {
				logger.error("Message of {} at offset {} cannot be decoded and is not received: {}", target,
						bad.queueOffset(), bad.reason());
			}
			List<HeldMessage> wanted = HeldMessage.of(caught);
			if (!wanted.isEmpty()) {
				received(wanted);
			}
			return !wanted.isEmpty();
		}

	}

}
