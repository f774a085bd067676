package io.github.rocketmqlite.admin;

/**
 * The kinds of messages a topic is made for. Brokers of 5.0 and later keep it as the
 * attribute {@code message.type}; they check it only when configured to.
 */
public enum MessageType {

	/** Any kind. */
	UNSPECIFIED,

	/** Neither ordered nor delayed nor in a transaction. */
	NORMAL,

	/** In order within an ordering key. */
	FIFO,

	/** Delivered later. */
	DELAY,

	/** Half messages of transactions. */
	TRANSACTION,

	/** With a priority; brokers of 5.4 and later. */
	PRIORITY,

	/** For lite topics; brokers of 5.4 and later. */
	LITE,

	/** Several kinds. */
	MIXED

}
