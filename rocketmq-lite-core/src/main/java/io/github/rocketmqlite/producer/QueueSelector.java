package io.github.rocketmqlite.producer;

import java.util.List;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the queue of a message. Used for all messages of a producer by
 * {@link ProducerOptions.Builder#selector}, or for one send by
 * {@link SendTarget#selectedBy}.
 * <p>
 * Where a selector puts a message it stays: the retries of the send go to the same queue,
 * so that messages which a selector puts together do not overtake each other. A selector
 * that {@link #spreads()} says that any queue will do; retries then go to another broker
 * first.
 * <p>
 * A selector that throws, or returns something else than one of the queues, fails the
 * send with {@link io.github.rocketmqlite.InvalidMessageException}.
 * <p>
 * Threading: called on any thread, event loops included; must be thread-safe and must not
 * block.
 */
@FunctionalInterface
public interface QueueSelector {

	/**
	 * Chooses a queue.
	 * @param queues the writable queues of the topic, at least one, in the order of
	 * {@link MessageQueue}; unmodifiable
	 * @param message what is sent
	 * @param argument what the send was given for its selector, if anything
	 * @return one of the queues
	 */
	MessageQueue select(List<MessageQueue> queues, Message message, @Nullable Object argument);

	/**
	 * Whether any queue is as good as another. Then each attempt selects anew, among the
	 * queues of brokers that have not just failed. Default: no.
	 */
	default boolean spreads() {
		return false;
	}

	/**
	 * Takes the queues in turn, beginning anywhere. The default of every producer. Each
	 * call makes a selector with a turn of its own.
	 */
	static QueueSelector roundRobin() {
		return new RoundRobinQueueSelector();
	}

	/**
	 * Takes any queue.
	 */
	static QueueSelector random() {
		return new RandomQueueSelector();
	}

	/**
	 * Takes the queue by the hash code of the argument or, without one, of the message's
	 * ordering key; a message with neither goes to any queue. The same value goes to the
	 * same queue as long as the topic has the same writable queues; when their number
	 * changes, most values go to other queues. The official client's hash selector
	 * chooses the same queue among the same list.
	 */
	static QueueSelector hash() {
		return new HashQueueSelector();
	}

}
