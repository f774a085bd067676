package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Returns messages when it is polled. Its queues are either its share of the topics it
 * {@linkplain #subscribe(Map) subscribes} to as a member of its group, or those it is
 * {@linkplain #assign(Collection) assigned} by hand.
 * <p>
 * Messages are delivered at least once: what a poll returned counts as consumed when the
 * next poll confirms it, or a commit does, and not before. So an application that fails
 * between two polls gets the messages of the first one again. Closing confirms nothing;
 * whoever has handled the last messages commits before. There is no retry topic and no
 * dead-letter topic: what to do with a message that fails is the application's matter.
 * <p>
 * Messages are pulled in the background, so a poll usually finds some. How many are held
 * is bounded by the options for each queue and by the client's budget of bytes.
 * <p>
 * Threading: one thread polls at a time; a second one fails at once with an
 * {@link IllegalStateException} that names both. All other methods may be called by any
 * thread at any time. Futures are completed on the client's callback threads.
 */
public interface PullConsumer extends AutoCloseable {

	/**
	 * The group this consumer commits for.
	 */
	String group();

	/**
	 * Subscribes to one topic instead of all those before.
	 * @see #subscribe(Map)
	 */
	default void subscribe(String topic, Filter filter) {
		subscribe(Map.of(topic, filter));
	}

	/**
	 * Subscribes to these topics instead of those before, and enters the group. The
	 * members of the group share the queues; all of them must have the same
	 * subscriptions. Returns when the brokers know this member and its first share is
	 * known, as far as they could be reached.
	 * @throws IllegalStateException when queues are assigned by hand, or when this client
	 * has another consumer of the group
	 * @throws io.github.rocketmqlite.RocketException when no name server or broker could
	 * be reached, or a broker does not understand a filter
	 */
	void subscribe(Map<String, Filter> subscriptions);

	/**
	 * Assigns these queues instead of those before. Queues that stay go on where they
	 * are. The group only serves to keep the offsets; it should have no members that
	 * subscribe.
	 * @throws IllegalStateException when topics are subscribed to, or when this client
	 * has another consumer of the group
	 * @throws IllegalArgumentException when the topic of a queue has no such queue
	 * @throws io.github.rocketmqlite.RouteNotFoundException when a topic does not exist
	 */
	void assign(Collection<MessageQueue> queues);

	/**
	 * Ends subscriptions or the assignment by hand, commits what is confirmed and leaves
	 * the group. Without either it does nothing.
	 */
	void unsubscribe();

	/**
	 * The queues that are polled now.
	 */
	Set<MessageQueue> assignment();

	/**
	 * All queues of a topic that can be read.
	 */
	Set<MessageQueue> queues(String topic);

	/**
	 * Calls the listener whenever the queues of a topic that can be read change, on one
	 * of the client's callback threads. Does not depend on subscriptions. A second
	 * listener for the same topic is called, too.
	 */
	void onQueuesChanged(String topic, Consumer<Set<MessageQueue>> listener);

	/**
	 * Confirms what the last poll returned, if the options say so, and returns further
	 * messages, those of one queue in their order. A message that is not readable at all
	 * is logged as an error and passed over; one whose body cannot be decompressed says
	 * so when the body is read.
	 * @param timeout how long to wait for the first message; zero to take what is there
	 * @return at most as many messages as the options allow; empty when none came in time
	 * or {@link #wakeup()} ended the wait
	 * @throws IllegalStateException when another thread polls, or nothing is subscribed
	 * or assigned
	 * @throws io.github.rocketmqlite.ClientClosedException when the consumer is closed
	 */
	List<ReceivedMessage> poll(Duration timeout);

	/**
	 * Ends the wait of the poll that waits now, or else of the next one.
	 */
	void wakeup();

	/**
	 * Confirms all that was polled and stores the offsets.
	 * @throws io.github.rocketmqlite.RocketException when an offset could not be stored
	 * within the request timeout; it is reported again later
	 */
	void commit();

	/**
	 * Confirms what was polled before these offsets and stores them. The messages from
	 * there on stay unconfirmed until the next commit or, with automatic commits, poll.
	 * @param offsets of each queue the offset of the next message to consume
	 * @throws IllegalStateException when a queue is not assigned
	 * @throws IllegalArgumentException when an offset is beyond what was polled, or
	 * before what is confirmed: seek instead
	 * @throws io.github.rocketmqlite.RocketException when an offset could not be stored
	 * within the request timeout; it is reported again later
	 */
	void commit(Map<MessageQueue, Long> offsets);

	/**
	 * Confirms all that was polled before and stores the offsets without waiting for the
	 * brokers.
	 * @see #commit()
	 */
	CompletableFuture<@Nullable Void> commitAsync();

	/**
	 * Confirms what was polled before these offsets without waiting for the brokers.
	 * @see #commit(Map)
	 */
	CompletableFuture<@Nullable Void> commitAsync(Map<MessageQueue, Long> offsets);

	/**
	 * The offset at which the group would go on in a queue, by its broker's word.
	 * @return empty when there is none
	 */
	OptionalLong committed(MessageQueue queue);

	/**
	 * The offset of the next message that polls return of a queue, or an offset before it
	 * if the filter passes over what lies between.
	 * @throws IllegalStateException when the queue is not assigned
	 */
	long position(MessageQueue queue);

	/**
	 * Goes on at another offset of a queue; the group's stored offset is set to it, too.
	 * Messages that were polled before are confirmed no more.
	 * @throws IllegalStateException when the queue is not assigned
	 * @throws IllegalArgumentException when the queue does not have the offset
	 */
	void seek(MessageQueue queue, long offset);

	/**
	 * Goes on at the first message of each queue.
	 * @see #seek(MessageQueue, long)
	 */
	void seekToBeginning(Collection<MessageQueue> queues);

	/**
	 * Goes on behind the last message of each queue.
	 * @see #seek(MessageQueue, long)
	 */
	void seekToEnd(Collection<MessageQueue> queues);

	/**
	 * Lets polls pass over queues, which stay assigned. Queues that are not assigned are
	 * remembered for when they are.
	 */
	void pause(Collection<MessageQueue> queues);

	/**
	 * Ends the pause of queues.
	 */
	void resume(Collection<MessageQueue> queues);

	/**
	 * The first offset that a queue still has.
	 */
	long minOffset(MessageQueue queue);

	/**
	 * One past the last offset of a queue.
	 */
	long maxOffset(MessageQueue queue);

	/**
	 * The offset of the first message that a queue got at a time or later, by the
	 * broker's clock.
	 */
	long offsetForTimestamp(MessageQueue queue, Instant time);

	/**
	 * Pulls all there is at an offset, whatever is subscribed or assigned, and commits
	 * nothing.
	 * @see #pull(MessageQueue, long, int, Filter, Duration)
	 */
	default PullResult pull(MessageQueue queue, long offset, int maxMessages) {
		return pull(queue, offset, maxMessages, Filter.all(), Duration.ZERO);
	}

	/**
	 * Pulls messages of one queue once, whatever is subscribed or assigned, and commits
	 * nothing.
	 * @param queue the queue
	 * @param offset the first offset wanted
	 * @param maxMessages 1 to 1024; brokers give 32 at most unless configured otherwise
	 * @param filter which messages are wanted
	 * @param wait how long the broker may wait for a message at the end of the queue, at
	 * most 30 seconds; it may take 5 seconds longer
	 */
	PullResult pull(MessageQueue queue, long offset, int maxMessages, Filter filter, Duration wait);

	/**
	 * Pulls messages of one queue once without waiting for the broker.
	 * @see #pull(MessageQueue, long, int, Filter, Duration)
	 */
	CompletableFuture<PullResult> pullAsync(MessageQueue queue, long offset, int maxMessages, Filter filter,
			Duration wait);

	/**
	 * Ends a poll that waits, commits what is confirmed and leaves the group. What was
	 * polled and not confirmed comes again to whoever gets the queue. Closing twice does
	 * nothing.
	 */
	@Override
	void close();

}
