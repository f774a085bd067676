package io.github.rocketmqlite.producer;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.Message;

/**
 * Sends messages that consumers get if, and only if, a local transaction succeeds: the
 * broker stores a <em>half message</em>, the local transaction runs, and its decision
 * commits the message or rolls it back. When a decision does not reach the broker, the
 * broker asks the members of the producer group for it.
 * <p>
 * A half message that cannot be stored, or not as durably as the broker is configured to,
 * fails with one of the errors of {@link Producer}; the local transaction does not run
 * then, and nobody gets the message, whatever {@link io.github.rocketmqlite.Outcome} the
 * error has. Messages with a delay, a priority or a lite topic are refused with
 * {@link io.github.rocketmqlite.InvalidMessageException}.
 * <p>
 * A half message may be stored more than once, with one id: a send that is tried again
 * leaves a copy, and brokers store anew what they ask about. Each copy is decided as the
 * transaction is: a rollback drops all of them; when a commit is acknowledged, the others
 * are dropped. A committed message is delivered at least once. It comes twice, with the
 * same id, when the broker stored it but was killed before it noted so, or when it asks
 * another member of the group, or this one later than 30 seconds, about another copy.
 * <p>
 * Several messages depend on one local transaction when one {@link Transaction} is begun
 * for each and all are ended alike. Brokers decide each for itself.
 * <p>
 * Threading: thread-safe.
 */
public interface TransactionalProducer extends AutoCloseable {

	/**
	 * The group this producer sends for.
	 */
	String group();

	/**
	 * Sends a half message, runs the local transaction on this thread and tells the
	 * broker its decision.
	 * @param message the message
	 * @param local the local transaction; runs only when the half message is stored
	 * @return what is known; an error of the local transaction is in it, too
	 */
	TransactionResult send(Message message, LocalTransaction local);

	/**
	 * Sends a half message and waits until it is stored; the caller ends the transaction.
	 * @throws io.github.rocketmqlite.BackPressureException when there are as many open
	 * transactions as {@link TransactionOptions#maxOpenTransactions()} allows
	 */
	Transaction begin(Message message);

	/**
	 * Sends a half message; the caller ends the transaction. The future completes on one
	 * of the client's callback threads, within the options' send timeout. Errors arrive
	 * through it.
	 */
	CompletableFuture<Transaction> beginAsync(Message message);

	/**
	 * Compresses the bodies of messages that are sent from now on in another way, or no
	 * longer.
	 * @throws IllegalStateException when the library that it needs is absent; nothing
	 * changes then
	 */
	void changeCompression(CompressionOptions compression);

	/**
	 * Begins no more transactions, waits for the open ones and for running checks to end,
	 * at most for {@link TransactionOptions#drainTimeout()}, and leaves the group. What
	 * is open after that stays undecided until the broker asks another member of the
	 * group, or is ended later if the client is still open. Closing twice does nothing.
	 */
	@Override
	void close();

}
