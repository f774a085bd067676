package io.github.rocketmqlite.consumer;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;

/**
 * Receives the messages of a group's subscriptions and hands them to a listener.
 * <p>
 * Every message is delivered to one member of the group at least once, or to each member
 * if the model is {@link MessageModel#BROADCASTING}. In ordinary operation, joins and
 * leaves included, it is delivered exactly once; a crash, a lost connection or a listener
 * that outlasts the drain timeout may repeat it.
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
	 * The queues this member owns now, those of the group's retry topic included. A topic
	 * that is popped is shared with the other members: it appears as a queue with the
	 * number -1 for each of its brokers.
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
	 * Whether messages wait here while as many calls of the listener are under way as may
	 * be: more concurrency, a quicker listener or another member would help. A sign of
	 * trouble only if it lasts.
	 */
	default boolean isSaturated() {
		return false;
	}

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
	 * assigned. Popped messages that nobody has begun are given back to the group.
	 * Listeners that run now finish.
	 */
	void pause();

	/**
	 * Ends a pause.
	 */
	void resume();

	boolean isPaused();

	/**
	 * Lets a topic rest: its messages are not pulled and those held here are not handed
	 * to the listener; the queues stay assigned, those that come later rest, too.
	 */
	void pause(String topic);

	/**
	 * Ends the pause of a topic and of each of its queues.
	 */
	void resume(String topic);

	/**
	 * Lets one queue rest, also when it is assigned only later.
	 * @throws IllegalStateException when its topic is popped
	 */
	void pause(MessageQueue queue);

	/**
	 * Ends the pause of one queue, unless its topic rests.
	 */
	void resume(MessageQueue queue);

	/**
	 * Subscribes to a topic while running, or changes the filter of one. The brokers know
	 * of it and the first queues are assigned when this returns. Messages that are held
	 * here already are judged by the filter they were pulled with. The other members of
	 * the group must do the same soon.
	 * @throws RocketException when a broker refuses the filter, or none answers
	 */
	void subscribe(String topic, Filter filter);

	/**
	 * Gives up the queues of a topic, as a departure from the group would, and reads it
	 * no more. A topic that is not subscribed is left alone.
	 */
	void unsubscribe(String topic);

	/**
	 * Goes on at another offset of a queue, forwards or backwards. What is held of the
	 * queue is dropped; listeners that run now finish, and their outcomes count no more.
	 * An offset that the broker does not have is met as the options say.
	 * @throws IllegalStateException when the queue is not assigned to this member, which
	 * no queue of a topic is that is popped, or is given up before it goes on there
	 */
	void seek(MessageQueue queue, long offset);

	/**
	 * Goes on at the first message that a queue got at a time or later.
	 * @throws IllegalStateException when the queue is not assigned to this member
	 * @throws RocketException when the broker does not say where that is
	 */
	void seek(MessageQueue queue, Instant time);

	/**
	 * Goes on at a time in every queue of a topic that is this member's; the other
	 * members of the group have to do the same for theirs.
	 * @throws IllegalStateException when the topic is popped
	 * @throws RocketException when a broker does not say where that is
	 */
	void seek(String topic, Instant time);

	/**
	 * How many messages of each assigned queue are not finished yet, filtered ones
	 * included, by the brokers' word. Queues that still wait for their former owner are
	 * left out.
	 * <p>
	 * Where a topic is popped no member owns its queues: the number is that of messages
	 * which nobody in the group has popped yet, plus those that this consumer holds. All
	 * members count the same waiting messages, so do not add up their numbers. Failed
	 * messages that wait for their next attempt are not in it, and access control has to
	 * allow {@code Get} for topic and group.
	 * @throws RocketException when a broker does not answer
	 */
	Map<MessageQueue, Long> lag();

	/**
	 * Stops pulling, waits for running listeners to finish, at most for the options'
	 * drain timeout, commits the offsets and leaves the group. No listener is interrupted
	 * before that time is over. Closing twice does nothing.
	 */
	@Override
	void close();

}
