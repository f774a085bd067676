package io.github.rocketmqlite.spring.core;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.TransactionChecker;
import io.github.rocketmqlite.producer.TransactionalProducer;

/**
 * Makes sends part of the application's own transactions, those of a database for
 * example: consumers get the messages if the transaction is committed. Also tells brokers
 * what became of such a transaction.
 * <p>
 * Threading: thread-safe.
 */
public interface TransactionBinding extends TransactionChecker {

	/**
	 * Whether this thread runs a transaction that sends can be part of.
	 */
	boolean isActive();

	/**
	 * Sends a half message that ends with the thread's transaction.
	 * @return the broker's acknowledgement of the half message
	 */
	SendResult send(Message message, TransactionalProducer producer);

	/**
	 * Whether a half message was sent through a binding of this kind.
	 */
	boolean isOwn(ReceivedMessage halfMessage);

	/**
	 * Makes sure that it can work.
	 * @throws IllegalStateException saying what is missing
	 */
	void verify();

}
