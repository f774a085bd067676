package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.Transaction;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionResult;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that is ended once.
 * <p>
 * Threading: thread-safe.
 */
final class DefaultTransaction implements Transaction {

	private final SendResult half;

	private final Duration timeout;

	private final Executor callbacks;

	private final Function<TransactionDecision, CompletableFuture<TransactionResult>> end;

	private final AtomicReference<@Nullable Ended> ended = new AtomicReference<>();

	/**
	 * Makes an open transaction.
	 * @param half the stored half message
	 * @param timeout how long ending takes at most
	 * @param callbacks completes the application's futures
	 * @param end tells the broker; called once
	 */
	DefaultTransaction(SendResult half, Duration timeout, Executor callbacks,
			Function<TransactionDecision, CompletableFuture<TransactionResult>> end) {
		this.half = half;
		this.timeout = timeout;
		this.callbacks = callbacks;
		this.end = end;
	}

	@Override
	public String id() {
		return this.half.messageId();
	}

	@Override
	public SendResult half() {
		return this.half;
	}

	@Override
	public TransactionResult commit() {
		return end(TransactionDecision.COMMIT);
	}

	@Override
	public TransactionResult rollback() {
		return end(TransactionDecision.ROLLBACK);
	}

	@Override
	public CompletableFuture<TransactionResult> commitAsync() {
		return onCallbackThread(TransactionDecision.COMMIT);
	}

	@Override
	public CompletableFuture<TransactionResult> rollbackAsync() {
		return onCallbackThread(TransactionDecision.ROLLBACK);
	}

	@Override
	public void close() {
		if (this.ended.get() == null) {
			Ended mine = new Ended(TransactionDecision.UNKNOWN, new CompletableFuture<>());
			if (this.ended.compareAndSet(null, mine)) {
				run(mine);
			}
		}
	}

	/**
	 * Ends the transaction and waits. The wait may be interrupted; the end goes on then.
	 */
	TransactionResult end(TransactionDecision decision) {
		CompletableFuture<TransactionResult> ending = endAsync(decision);
		try {
			return Blocking.await(ending, Deadline.after(this.timeout), "the end of transaction " + id());
		}
		catch (RocketException ex) {
			return new TransactionResult(this.half, decision, false, ex);
		}
	}

	private CompletableFuture<TransactionResult> onCallbackThread(TransactionDecision decision) {
		return endAsync(decision).whenCompleteAsync((result, failure) -> {
		}, this.callbacks);
	}

	private CompletableFuture<TransactionResult> endAsync(TransactionDecision decision) {
		Ended mine = new Ended(decision, new CompletableFuture<>());
		Ended former = this.ended.compareAndExchange(null, mine);
		if (former == null) {
			run(mine);
			return mine.result;
		}
		if (former.decision != decision) {
			throw new IllegalStateException("Transaction " + id() + " was ended with " + former.decision
					+ " already, so it cannot be ended with " + decision);
		}
		return former.result;
	}

	private void run(Ended mine) {
		this.end.apply(mine.decision).whenComplete((result, failure) -> {
			if (failure != null) {
				mine.result.completeExceptionally(failure);
			}
			else {
				mine.result.complete(result);
			}
		});
	}

	@Override
	public String toString() {
		Ended known = this.ended.get();
		return "Transaction[id=" + id() + ", " + ((known != null) ? known.decision : "open") + "]";
	}

	private record Ended(TransactionDecision decision, CompletableFuture<TransactionResult> result) {
	}

}
