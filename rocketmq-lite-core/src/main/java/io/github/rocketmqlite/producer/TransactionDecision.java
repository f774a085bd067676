package io.github.rocketmqlite.producer;

/**
 * What becomes of a half message.
 */
public enum TransactionDecision {

	/** Consumers get the message. */
	COMMIT,

	/** Nobody ever gets the message. */
	ROLLBACK,

	/** Not known yet: the broker asks the group's {@link TransactionChecker} later. */
	UNKNOWN

}
