package io.github.rocketmqlite.internal.consumer;

import java.util.HashSet;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;

/**
 * The queues and topics that the application lets rest, assigned or not.
 * <p>
 * Threading: confined to the timer.
 */
final class PausedQueues {

	private final Set<String> topics = new HashSet<>();

	private final Set<MessageQueue> queues = new HashSet<>();

	boolean contains(MessageQueue queue) {
		return this.topics.contains(queue.topic()) || this.queues.contains(queue);
	}

	void pause(String topic) {
		this.topics.add(topic);
	}

	void pause(MessageQueue queue) {
		this.queues.add(queue);
	}

	/** Ends the pause of a topic and of each of its queues. */
	void resume(String topic) {
		this.topics.remove(topic);
		this.queues.removeIf((queue) -> queue.topic().equals(topic));
	}

	/** Ends the pause of a queue, unless its topic rests. */
	void resume(MessageQueue queue) {
		this.queues.remove(queue);
	}

}
