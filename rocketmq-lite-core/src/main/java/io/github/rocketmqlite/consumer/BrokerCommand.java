package io.github.rocketmqlite.consumer;

/**
 * What operators may ask of a running consumer by way of a broker.
 */
public enum BrokerCommand {

	/**
	 * Go on at other offsets (RESET_CONSUMER_CLIENT_OFFSET, 220). Brokers since 5.1 reset
	 * offsets without it, which needs no leave.
	 */
	RESET_OFFSET,

	/** Show the offset of each queue (GET_CONSUMER_STATUS_FROM_CLIENT, 221). */
	STATUS,

	/**
	 * Show options, subscriptions and the state of each queue (GET_CONSUMER_RUNNING_INFO,
	 * 307).
	 */
	RUNNING_INFO,

	/** With {@link #RUNNING_INFO}: show the stacks of all threads of the JVM, too. */
	THREAD_DUMP,

	/**
	 * Hand the listener a message that the operator chose, beside the ordinary deliveries
	 * (CONSUME_MESSAGE_DIRECTLY, 309).
	 */
	CONSUME_DIRECTLY

}
