package io.github.rocketmqlite.consumer;

/**
 * Receives the messages of lite topics and hands them to a listener. Lite topics are
 * light queues below an ordinary topic, thousands of them, which come into being with
 * their first message and go when nothing happens in them; see
 * {@code Message.Builder.liteTopic}. Each member says which ones it wants, and may change
 * its mind at any time.
 * <p>
 * The messages of a lite topic at one broker are handled one after another, in their
 * order; those of different lite topics at the same time. A failed message is tried again
 * in its place, after {@link LiteConsumerOptions.Builder#retryDelay}, and goes to the
 * group's dead-letter topic after the last attempt. Every message is delivered at least
 * once. After a crash, or when a broker was restarted, messages that were under way come
 * again.
 * <p>
 * What members of a group share depends on the group. In a shared one, a lite topic to
 * which several members subscribed has them take turns. In an exclusive one
 * ({@code lite.sub.model=Exclusive}) the last one to subscribe has it alone, and the one
 * before it is told ({@link LiteTopicListener}); unless its connection is down just then,
 * for brokers of 5.5 do not tell it later, so that it shares the lite topic. A wildcard
 * group reads all lite topics and subscribes to none.
 * <p>
 * A group that never read a lite topic begins with its first message as long as brokers
 * have all of it in memory, else with its last one; {@link LitePosition} says it exactly.
 * <p>
 * Needs brokers from 5.4 on with {@code enableLmq} and {@code enableMultiDispatch}, a
 * topic of the type {@code LITE} and a group whose attribute {@code lite.bind.topic}
 * names it.
 * <p>
 * Threading: thread-safe. Methods that change subscriptions wait for the brokers.
 */
public interface LiteConsumer extends LiteSubscriptions, AutoCloseable {

	/**
	 * The group this consumer is a member of.
	 */
	String group();

	/**
	 * How many messages are held here, waiting for the listener or being handled by it.
	 */
	int cachedMessages();

	/**
	 * Stops handing messages to the listener; what nobody has begun is given back.
	 * Listeners that run now finish. The lite topics stay subscribed to.
	 */
	void pause();

	/**
	 * Goes on after {@link #pause()}.
	 */
	void resume();

	/**
	 * Whether the consumer is paused.
	 */
	boolean isPaused();

	/**
	 * Leaves the group: nothing is received any more, messages that nobody has begun are
	 * given back, running listeners may finish within the drain timeout. Closing twice
	 * does nothing.
	 */
	@Override
	void close();

}
