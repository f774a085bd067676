package io.github.rocketmqlite.benchmarks.comparison;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A client, driven in the same way whichever it is, with its own defaults and as its
 * documentation shows it.
 * <p>
 * Threading: made and closed by one thread; producers are thread-safe.
 */
interface Contender extends AutoCloseable {

	/**
	 * More than the default of either, so that a pause of a busy machine voids no run.
	 */
	Duration SEND_TIMEOUT = Duration.ofSeconds(15);

	/**
	 * A started producer.
	 * @param batching whether single messages are to wait a millisecond for others, where
	 * that works
	 */
	Sender sender(String group, boolean batching) throws Exception;

	/**
	 * Starts a push consumer of a new group at the first message of a topic.
	 */
	void push(String group, String topic, boolean ordered, Received received) throws Exception;

	/**
	 * Starts a pull consumer of a new group at the first message of a topic.
	 */
	Poller poller(String group, String topic) throws Exception;

	/** Closes all that it made. */
	@Override
	void close();

	/** A producer. */
	interface Sender {

		/** Returns when the message is acknowledged. */
		void send(String topic, byte[] body) throws Exception;

		void sendAsync(String topic, byte[] body, Ended ended) throws Exception;

		void sendOneway(String topic, byte[] body) throws Exception;

		/** How many messages the broker has of a topic. */
		long stored(String topic) throws Exception;

		/** Returns when all are acknowledged. */
		void sendBatch(String topic, List<byte[]> bodies) throws Exception;

	}

	/** Learns how an asynchronous send ended. */
	@FunctionalInterface
	interface Ended {

		void ended(@Nullable Throwable failure);

	}

	/** Gets messages, on many threads. */
	@FunctionalInterface
	interface Received {

		void message(int queueId, long queueOffset, byte[] body);

	}

	/** A consumer that is polled by one thread. */
	@FunctionalInterface
	interface Poller {

		/**
		 * Hands the next messages to the receiver, waiting for some.
		 */
		void poll(Received received);

	}

}
