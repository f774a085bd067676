package io.github.rocketmqlite.producer;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of one decision of a transaction.
 * <p>
 * Threading: immutable.
 *
 * @param group the producer's group
 * @param topic the message's topic
 * @param messageId the id of the message
 * @param tag the message's tag
 * @param keys the message's keys
 * @param brokerAddress the broker that has the half message, {@code host:port};
 * {@code null} when it had no master
 * @param decision what was decided; of {@link TransactionDecision#UNKNOWN} only a broker
 * that asked is told
 * @param fromCheck whether the broker asked
 * @param confirmed whether the broker acknowledged the decision, which it never does with
 * {@link TransactionDecision#UNKNOWN}
 * @param failure why the broker could not be told, {@code null} when there was no error
 */
public record TransactionReport(String group, String topic, String messageId, @Nullable String tag, List<String> keys,
		@Nullable String brokerAddress, TransactionDecision decision, boolean fromCheck, boolean confirmed,
		@Nullable Throwable failure) {

	public TransactionReport {
		keys = List.copyOf(keys);
	}

	/**
	 * The id of the transaction, which is that of the message.
	 */
	public String transactionId() {
		return this.messageId;
	}

}
