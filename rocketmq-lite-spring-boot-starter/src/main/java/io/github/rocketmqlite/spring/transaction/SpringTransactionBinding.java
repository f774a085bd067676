package io.github.rocketmqlite.spring.transaction;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.Transaction;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.spring.core.TransactionBinding;
import io.github.rocketmqlite.spring.support.RocketHeaders;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Binds sends to the transaction that Spring manages for the thread: a half message is
 * sent and its id added to the log, in that transaction; what the transaction ends with
 * is told to the broker at once, and from the log if that gets lost.
 * <p>
 * Threading: thread-safe.
 */
public final class SpringTransactionBinding implements TransactionBinding {

	private final TransactionLog log;

	public SpringTransactionBinding(TransactionLog log) {
		this.log = log;
	}

	@Override
	public boolean isActive() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive();
	}

	@Override
	public SendResult send(Message message, TransactionalProducer producer) {
		Transaction transaction = producer
			.begin(message.toBuilder().property(RocketHeaders.TRANSACTION_LOG, "true").build());
		try {
			this.log.add(transaction.id());
			TransactionSynchronizationManager.registerSynchronization(new End(transaction));
		}
		catch (RuntimeException ex) {
			transaction.rollback();
			throw ex;
		}
		return transaction.half();
	}

	@Override
	public boolean isOwn(ReceivedMessage halfMessage) {
		return halfMessage.property(RocketHeaders.TRANSACTION_LOG) != null;
	}

	@Override
	public TransactionDecision check(ReceivedMessage halfMessage) {
		return this.log.decide(halfMessage.messageId());
	}

	@Override
	public void verify() {
		this.log.verify();
	}

	/**
	 * Ends a message with its transaction.
	 *
	 * @param transaction the half message
	 */
	private record End(Transaction transaction) implements TransactionSynchronization {

		@Override
		public void afterCompletion(int status) {
			switch (status) {
				case STATUS_COMMITTED -> this.transaction.commit();
				case STATUS_ROLLED_BACK -> this.transaction.rollback();
				// the log knows
				default -> this.transaction.close();
			}
		}

	}

}
