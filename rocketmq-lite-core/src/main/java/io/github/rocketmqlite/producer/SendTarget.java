package io.github.rocketmqlite.producer;

import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where one send goes within its topic.
 * <p>
 * Threading: immutable, as far as the selector and its argument are.
 */
public sealed interface SendTarget {

	/**
	 * Where the producer's selector says or, for a message with an ordering key, where
	 * that key belongs.
	 */
	static SendTarget any() {
		return Any.INSTANCE;
	}

	/**
	 * This queue and, on retries, no other.
	 */
	static SendTarget queue(MessageQueue queue) {
		return new Queue(queue);
	}

	/**
	 * The queues of this broker in turn and, on retries, no other broker.
	 * @param brokerName the broker's name as routes give it, not an address
	 */
	static SendTarget broker(String brokerName) {
		return new Broker(brokerName);
	}

	/**
	 * Where this selector says.
	 */
	static SendTarget selectedBy(QueueSelector selector) {
		return new Selected(selector, null);
	}

	/**
	 * Where this selector says.
	 * @param argument handed to the selector
	 */
	static SendTarget selectedBy(QueueSelector selector, @Nullable Object argument) {
		return new Selected(selector, argument);
	}

	/**
	 * See {@link #any()}.
	 */
	enum Any implements SendTarget {

		INSTANCE

	}

	/**
	 * See {@link #queue}.
	 *
	 * @param queue a queue of the message's topic
	 */
	record Queue(MessageQueue queue) implements SendTarget {

		public Queue {
			Objects.requireNonNull(queue, "queue");
		}

	}

	/**
	 * See {@link #broker}.
	 *
	 * @param brokerName the broker's name
	 */
	record Broker(String brokerName) implements SendTarget {

		public Broker {
			Objects.requireNonNull(brokerName, "brokerName");
		}

	}

	/**
	 * See {@link #selectedBy(QueueSelector, Object)}.
	 *
	 * @param selector chooses the queue
	 * @param argument handed to the selector
	 */
	record Selected(QueueSelector selector, @Nullable Object argument) implements SendTarget {

		public Selected {
			Objects.requireNonNull(selector, "selector");
		}

	}

}
