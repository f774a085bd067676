package io.github.rocketmqlite.consumer;

/**
 * How a push consumer comes to its messages.
 */
public enum ReceiveMode {

	/**
	 * Every queue is assigned to one member of the group, who pulls it and commits its
	 * progress there.
	 */
	PULL,

	/**
	 * All members share all queues: each pops messages, which are invisible to the others
	 * for a time, and acknowledges each on its own. Members come and go without a
	 * rebalance, a slow message holds nobody up, there may be more members than queues,
	 * and a failed message comes again after exactly the delay that was asked for. There
	 * is no order. Needs brokers from 5.0 on.
	 */
	POP

}
