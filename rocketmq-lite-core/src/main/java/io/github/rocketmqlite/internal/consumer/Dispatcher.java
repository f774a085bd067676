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

	/**
	 * Hands out nothing any more and, if the threads are the dispatcher's own, interrupts
	 * listeners that still run.
	 */
	void close();

}
