package io.github.rocketmqlite.producer;

/**
 * The application's part of a transaction: what must have happened before consumers may
 * see the message.
 */
@FunctionalInterface
public interface LocalTransaction {

	/**
	 * Runs while the broker holds the half message back. Note the id together with what
	 * is done, so that a {@link TransactionChecker} can find out later.
	 * @param transactionId the id of the transaction, which is that of the message
	 * @return what becomes of the message; {@code null} counts as
	 * {@link TransactionDecision#UNKNOWN}
	 * @throws Exception when it cannot tell; counts as
	 * {@link TransactionDecision#UNKNOWN}, so that the checker decides
	 */
	TransactionDecision execute(String transactionId) throws Exception;

}
