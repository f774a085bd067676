package io.github.rocketmqlite.spring.transaction;

import io.github.rocketmqlite.producer.TransactionDecision;

/**
 * Remembers which transactions were committed, by being part of them: what is added
 * becomes visible with the commit, and is gone after a roll-back.
 * <p>
 * Threading: thread-safe.
 */
public interface TransactionLog {

	/**
	 * Adds a transaction, as part of the thread's transaction.
	 * @throws RuntimeException when that is not possible, or when somebody was told
	 * already that the transaction is rolled back
	 */
	void add(String transactionId);

	/**
	 * Tells what became of a transaction, for ever: if it is not in the log, it never
	 * will be.
	 * @return {@link TransactionDecision#UNKNOWN} if it is still running, or the log
	 * cannot be read
	 */
	TransactionDecision decide(String transactionId);

	/**
	 * Makes sure that the log is there, and removes what nobody will ask for any more.
	 * @throws IllegalStateException saying what is missing
	 */
	void verify();

}
