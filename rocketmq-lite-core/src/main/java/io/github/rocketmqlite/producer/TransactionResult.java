package io.github.rocketmqlite.producer;

import java.util.Objects;

import io.github.rocketmqlite.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a transaction that has ended.
 * <p>
 * A decision that is not confirmed is not lost: the producer remembers it and tells the
 * broker when that asks, and if the producer dies the {@link TransactionChecker} of
 * another member is asked.
 * <p>
 * Threading: immutable.
 *
 * @param half the broker's acknowledgement of the half message; its offset is that in the
 * broker's internal topic
 * @param decision what the local transaction decided
 * @param confirmed whether the broker acknowledged the decision; never true of
 * {@link TransactionDecision#UNKNOWN}
 * @param failure why the decision is unknown or not confirmed, {@code null} when there is
 * no error
 */
public record TransactionResult(SendResult half, TransactionDecision decision, boolean confirmed,
		@Nullable Throwable failure) {

	public TransactionResult {
		Objects.requireNonNull(half, "half");
		Objects.requireNonNull(decision, "decision");
	}

	/**
	 * The id of the transaction, which is that of the message.
	 */
	public String transactionId() {
		return this.half.messageId();
	}

	/**
	 * Whether the broker acknowledged that consumers get the message.
	 */
	public boolean isCommitted() {
		return this.confirmed && this.decision == TransactionDecision.COMMIT;
	}

}
