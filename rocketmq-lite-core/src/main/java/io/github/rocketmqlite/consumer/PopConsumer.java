package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Receives messages when it is asked to, and acknowledges each on its own. Any number of
 * members share all queues of the subscribed topics: there is no assignment, so members
 * come and go without a rebalance, a slow message holds nobody up, and there may be more
 * members than queues.
 * <p>
 * A received message is invisible to the group for a time. One that is not acknowledged
 * by then is delivered again with a higher {@code reconsumeTimes()}, and after the limit
 * of the options goes to the group's dead-letter topic. So every message is delivered at
 * least once.
 * <p>
 * Needs brokers from 5.0 on; older ones refuse it with code 3. Messages come in no
 * particular order. A group should not use this and a push or pull consumer for the same
 * topic.
 * <p>
 * Threading: thread-safe. Futures are completed on the client's callback threads.
 */
public interface PopConsumer extends AutoCloseable {

	/**
	 * The group this consumer is a member of.
	 */
	String group();

	/**
	 * Receives messages of any of the subscribed topics. Returns as soon as there is one,
	 * with those that come along, so with fewer than asked for more often than not.
	 * @param maxMessages 1 to 32
	 * @param invisibleTime how long nobody else gets the messages, from 1 second to 12
	 * hours. With the renewal of the options it is renewed while they are held
	 * @param wait how long to wait for the first message; zero to look once
	 * @return the messages, empty when none came in time
	 * @throws io.github.rocketmqlite.BackPressureException when as many messages are held
	 * as the options allow
	 * @throws io.github.rocketmqlite.RocketException when no broker of the topics could
	 * be asked, or one refuses for good
	 */
	List<PoppedMessage> receive(int maxMessages, Duration invisibleTime, Duration wait);

	/**
	 * Receives messages without waiting for them. Cancelling the future is safe: messages
	 * that come all the same are given back.
	 * @see #receive(int, Duration, Duration)
	 */
	CompletableFuture<List<PoppedMessage>> receiveAsync(int maxMessages, Duration invisibleTime, Duration wait);

	/**
	 * Tells the broker that a message is done with: the group will not get it again.
	 * Repeated while the broker cannot be reached and the invisible time lasts.
	 * Acknowledging twice does nothing.
	 * @throws io.github.rocketmqlite.LeaseExpiredException when the invisible time is
	 * over: the message comes again
	 * @throws io.github.rocketmqlite.RocketException when the broker could not be told
	 * @throws IllegalArgumentException when another consumer received the message
	 */
	void ack(PoppedMessage message);

	/**
	 * Acknowledges a message without waiting for the broker.
	 * @see #ack(PoppedMessage)
	 */
	CompletableFuture<@Nullable Void> ackAsync(PoppedMessage message);

	/**
	 * Acknowledges messages, with one request for each broker where brokers know how,
	 * from 5.1.3 on. When some fail, the others are acknowledged all the same:
	 * {@link PoppedMessage#isAcknowledged()} tells which.
	 * @throws io.github.rocketmqlite.RocketException the first failure; further ones are
	 * suppressed
	 */
	void ackAll(Collection<? extends PoppedMessage> messages);

	/**
	 * Acknowledges messages without waiting for the brokers.
	 * @see #ackAll(Collection)
	 */
	CompletableFuture<@Nullable Void> ackAllAsync(Collection<? extends PoppedMessage> messages);

	/**
	 * Sets when a message comes again, counted from now: a short time to try it again
	 * soon, zero to give it back at once, a long one to go on working on it. Until then
	 * it can still be acknowledged. Its automatic renewal ends.
	 * @param invisibleTime zero to 12 hours. Brokers look for messages to deliver again
	 * about once a second
	 * @throws io.github.rocketmqlite.LeaseExpiredException when the invisible time is
	 * over already
	 * @throws io.github.rocketmqlite.RocketException when the broker could not be told
	 * @throws IllegalStateException when the message is acknowledged already
	 * @throws IllegalArgumentException when another consumer received the message
	 */
	void changeInvisibleTime(PoppedMessage message, Duration invisibleTime);

	/**
	 * Sets when a message comes again without waiting for the broker.
	 * @see #changeInvisibleTime(PoppedMessage, Duration)
	 */
	CompletableFuture<@Nullable Void> changeInvisibleTimeAsync(PoppedMessage message, Duration invisibleTime);

	/**
	 * Sends a message to the group's dead-letter topic and acknowledges it. When only the
	 * acknowledgement fails, the message comes again and may get there twice.
	 * @throws io.github.rocketmqlite.LeaseExpiredException when the invisible time is
	 * over already
	 * @throws io.github.rocketmqlite.RocketException when the broker could not be told
	 * @throws IllegalStateException when the message is acknowledged already
	 * @throws IllegalArgumentException when another consumer received the message
	 */
	void deadLetter(PoppedMessage message);

	/**
	 * Sends a message to the group's dead-letter topic without waiting for the broker.
	 * @see #deadLetter(PoppedMessage)
	 */
	CompletableFuture<@Nullable Void> deadLetterAsync(PoppedMessage message);

	/**
	 * How many messages were received and are neither acknowledged nor given back, and
	 * whose invisible time is not over.
	 */
	int heldMessages();

	/**
	 * Ends waiting receives, gives back the messages that are held, so that others get
	 * them at once, and leaves the group. Closing twice does nothing.
	 */
	@Override
	void close();

}
