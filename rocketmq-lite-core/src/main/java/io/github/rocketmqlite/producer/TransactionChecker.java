package io.github.rocketmqlite.producer;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Tells a broker what became of a transaction whose decision it never got: of another
 * member of the producer group that died, or of this one. Brokers ask any member of the
 * group.
 * <p>
 * Threading: called on the producer's check threads, never on event loops; must be
 * thread-safe.
 */
@FunctionalInterface
public interface TransactionChecker {

	/**
	 * Finds out what became of a transaction. Is not called for transactions that run in
	 * this very producer or whose decision it still knows.
	 * @param halfMessage the half message, whose {@link ReceivedMessage#messageId()
	 * message id} is the transaction's id
	 * @return what became of it; {@link TransactionDecision#UNKNOWN} or {@code null} if
	 * that is not known yet, then the broker asks again, 15 times by its defaults
	 * @throws Exception when it cannot find out; counts as
	 * {@link TransactionDecision#UNKNOWN}
	 */
	TransactionDecision check(ReceivedMessage halfMessage) throws Exception;

}
