package io.github.rocketmqlite.producer;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.SendResult;

/**
 * A transaction whose half message the broker holds back until it is ended here. It is
 * ended once: the same end again returns the same result, another end fails with an
 * {@link IllegalStateException}.
 * <p>
 * Ending retries within the producer's send timeout as long as it is certain that the
 * broker does not have the decision. Ending never fails because of a broker: the
 * {@link TransactionResult} says what is known.
 * <p>
 * Threading: thread-safe. Futures complete on the client's callback threads.
 */
public interface Transaction extends AutoCloseable {

	/**
	 * The id of the transaction, which is that of the message.
	 */
	String id();

	/**
	 * The broker's acknowledgement of the half message.
	 */
	SendResult half();

	/**
	 * Lets consumers have the message, and waits for the broker to acknowledge that.
	 */
	TransactionResult commit();

	/**
	 * Drops the message, and waits for the broker to acknowledge that.
	 */
	TransactionResult rollback();

	/**
	 * Lets consumers have the message.
	 */
	CompletableFuture<TransactionResult> commitAsync();

	/**
	 * Drops the message.
	 */
	CompletableFuture<TransactionResult> rollbackAsync();

	/**
	 * Leaves the decision to the {@link TransactionChecker} if the transaction has not
	 * been ended. Does nothing otherwise.
	 */
	@Override
	void close();

}
