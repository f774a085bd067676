package io.github.rocketmqlite.consumer;

import java.util.Map;

import io.github.rocketmqlite.MessageQueue;

/**
 * A place outside the brokers where one consumer keeps its progress: a file, a table of a
 * database.
 * <p>
 * Threading: called by one thread at a time, which may block.
 */
public interface OffsetRepository {

	/**
	 * Reads what was saved last. Called once, by the thread that makes the consumer.
	 * @return the offset of each queue at which the group goes on; empty when nothing was
	 * ever saved
	 * @throws Exception when that cannot be told; the consumer does not start then
	 */
	Map<MessageQueue, Long> load() throws Exception;

	/**
	 * Saves progress, after it changed and at most once per commit interval, on a thread
	 * of the consumer's own.
	 * @param offsets all known offsets, those of queues that are not read now included
	 * @throws Exception when it could not be saved; it is tried again
	 */
	void save(Map<MessageQueue, Long> offsets) throws Exception;

	/**
	 * Called when the consumer has ended, or could not begin.
	 */
	default void close() throws Exception {
	}

}
