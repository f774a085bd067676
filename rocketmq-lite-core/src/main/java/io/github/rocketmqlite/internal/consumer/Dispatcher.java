package io.github.rocketmqlite.internal.consumer;

/**
 * Hands buffered messages to the listener.
 */
interface Dispatcher {

	/**
	 * Says that a buffer has messages. Does not block.
	 */
	void dispatch(QueueBuffer buffer);

	/**
	 * Stops handing out messages; listeners that run now finish.
	 */
	void pause();

	void resume();

	/** Changes how many messages are handled at the same time. */
	void concurrency(int concurrency);

	int concurrency();

	/** Whether messages wait although all calls that may be under way are. */
	boolean isSaturated();

	/** Changes how many messages are handed out in a second, 0 for no limit. */
	void maxMessagesPerSecond(int messages);

	int maxMessagesPerSecond();

	/**
	 * Hands out nothing any more and, if the threads are the dispatcher's own, interrupts
	 * listeners that still run.
	 */
	void close();

}
