package io.github.rocketmqlite.consumer;

import java.util.Set;

import io.github.rocketmqlite.MessageQueue;

/**
 * Receives the messages of a group's subscriptions and hands them to a listener.
 * <p>
 * Every message is delivered to one member of the group at least once. In ordinary
 * operation, joins and leaves included, it is delivered exactly once; a crash, a lost
 * connection or a listener that outlasts the drain timeout may repeat it.
 * <p>
 * A consumer runs from the moment the client made it until it is closed.
 * <p>
 * Threading: thread-safe.
 */
public interface PushConsumer extends AutoCloseable {

	/**
	 * The group this consumer is a member of.
	 */
	String group();

	/**
	 * The queues this member owns now, those of the group's retry topic included.
	 */
	Set<MessageQueue> assignment();

	/**
	 * How many messages are held here, waiting for the listener or being handled by it.
	 */
	int cachedMessages();

	/**
	 * The bytes those messages take, bodies and headers.
	 */
	long cachedBytes();

	/**
	 * How many messages are handled at the same time.
	 */
	int concurrency();

	/**
	 * Changes how many messages are handled at the same time; listeners that run now
	 * finish.
	 * @param concurrency a positive number
	 */
	void concurrency(int concurrency);

	/**
	 * How many messages are handed to the listener in a second at most, 0 for no limit.
	 */
	int maxMessagesPerSecond();

	/**
	 * Changes how many messages are handed to the listener in a second at most.
	 * @param messages a number of messages, 0 for no limit
	 */
	void maxMessagesPerSecond(int messages);

	/**
	 * Stops handing messages to the listener and pulling new ones; the queues stay
	 * assigned. Listeners that run now finish.
	 */
	void pause();

	/**
	 * Ends a pause.
	 */
	void resume();

	boolean isPaused();

	/**
	 * Stops pulling, waits for running listeners to finish, at most for the options'
	 * drain timeout, commits the offsets and leaves the group. No listener is interrupted
	 * before that time is over. Closing twice does nothing.
	 */
	@Override
	void close();

}
