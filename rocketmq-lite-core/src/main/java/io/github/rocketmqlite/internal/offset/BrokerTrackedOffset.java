package io.github.rocketmqlite.internal.offset;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.command.UpdateOffsetRequest;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports one queue's progress to the master of its broker: one report at a time, each
 * one answered, forward only.
 * <p>
 * Threading: confined to the timer, except {@link #markUnconfirmed()}.
 */
final class BrokerTrackedOffset implements TrackedOffset {

	private static final Logger logger = LoggerFactory.getLogger(BrokerTrackedOffset.class);

	private static final Duration REPEAT_DELAY = Duration.ofMillis(100);

	private final BrokerOffsetStore store;

	private final MessageQueue queue;

	private final LongSupplier position;

	private long confirmed;

	private volatile boolean unconfirmed;

	private boolean ended;

	private boolean failing;

	private @Nullable CompletableFuture<Boolean> underWay;

	BrokerTrackedOffset(BrokerOffsetStore store, MessageQueue queue, long confirmed, LongSupplier position) {
		this.store = store;
		this.queue = queue;
		this.confirmed = confirmed;
		this.position = position;
	}

	void reportIfChanged() {
		if (!this.ended && this.underWay == null && hasNews()) {
			report(Deadline.after(this.store.requestTimeout()));
		}
	}

	@Override
	public CompletableFuture<Boolean> commit(Deadline deadline) {
		CompletableFuture<Boolean> first = (this.underWay != null) ? this.underWay
				: CompletableFuture.completedFuture(true);
		return first.thenComposeAsync((ignored) -> commitNow(deadline), this.store.timer());
	}

	private CompletableFuture<Boolean> commitNow(Deadline deadline) {
		if (this.underWay != null) {
			return commit(deadline);
		}
		if (this.ended || !hasNews()) {
			return CompletableFuture.completedFuture(!this.ended);
		}
		return report(deadline.orEarlier(this.store.requestTimeout())).thenCompose((confirmed) -> {
			if (confirmed || deadline.remaining().compareTo(REPEAT_DELAY) <= 0) {
				return CompletableFuture.completedFuture(confirmed);
			}
			return later().thenCompose((ignored) -> commitNow(deadline));
		});
	}

	private CompletableFuture<@Nullable Void> later() {
		CompletableFuture<@Nullable Void> elapsed = new CompletableFuture<>();
		this.store.timer().schedule(() -> elapsed.complete(null), REPEAT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
		return elapsed;
	}

	@Override
	public void markUnconfirmed() {
		this.unconfirmed = true;
	}

	@Override
	public CompletableFuture<@Nullable Void> end() {
		this.ended = true;
		this.store.forget(this);
		return (this.underWay != null) ? this.underWay.thenApply((ignored) -> null)
				: CompletableFuture.completedFuture(null);
	}

	private boolean hasNews() {
		return this.unconfirmed || this.position.getAsLong() > this.confirmed;
	}

	/** Completes on the timer and never fails. */
	private CompletableFuture<Boolean> report(Deadline deadline) {
		long offset = this.position.getAsLong();
		this.unconfirmed = false;
		CompletableFuture<Boolean> answered = send(offset, deadline).handleAsync(
				(taken, failure) -> (failure == null) ? confirmed(offset, taken) : failed(offset, failure),
				this.store.timer());
		this.underWay = answered;
		return answered;
	}

	private CompletableFuture<Boolean> send(long offset, Deadline deadline) {
		return this.store.brokers()
			.callMaster(this.queue.brokerName(), new UpdateOffsetRequest(this.store.group(), this.queue.topic(),
					this.queue.queueId(), offset, this.queue.brokerName()), deadline);
	}

	private boolean confirmed(long offset, boolean taken) {
		this.underWay = null;
		this.failing = false;
		this.confirmed = Math.max(this.confirmed, offset);
		if (!taken) {
			// an operator reset the offset: the next pull says where to go on (protocol
			// 9.6)
			logger.debug("Offset {} of {} was not taken, it is being reset", offset, this.queue);
		}
		return true;
	}

	private boolean failed(long offset, Throwable failure) {
		this.underWay = null;
		this.unconfirmed = true;
		String cause = String.valueOf(Blocking.unwrap(failure).getMessage());
		if (!this.failing) {
			this.failing = true;
			logger.warn("Offset {} of {} could not be committed for group {} and is kept here: {}", offset, this.queue,
					this.store.group(), cause);
		}
		else {
			logger.debug("Offset {} of {} still cannot be committed: {}", offset, this.queue, cause);
		}
		return false;
	}

}
