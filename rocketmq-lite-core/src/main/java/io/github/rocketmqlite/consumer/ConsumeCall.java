package io.github.rocketmqlite.consumer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;

/**
 * One call of a push consumer's listener, as {@link ConsumeInterceptor}s see it.
 * <p>
 * Threading: thread-safe.
 */
public final class ConsumeCall {

	private final String group;

	private final List<ReceivedMessage> messages;

	private final Map<Object, Object> attributes = new ConcurrentHashMap<>();

	/**
	 * A call that is about to begin.
	 * @param group the consumer group
	 * @param messages at least one message, all of the same queue
	 */
	public ConsumeCall(String group, List<? extends ReceivedMessage> messages) {
		if (messages.isEmpty()) {
			throw new IllegalArgumentException("A call of a listener has at least one message");
		}
		this.group = Objects.requireNonNull(group, "group");
		this.messages = List.copyOf(messages);
	}

	/**
	 * The consumer group.
	 */
	public String group() {
		return this.group;
	}

	/**
	 * The messages in the order of their queue; one, unless the listener takes batches.
	 */
	public List<ReceivedMessage> messages() {
		return this.messages;
	}

	/**
	 * The queue the messages were pulled from.
	 */
	public MessageQueue queue() {
		return this.messages.get(0).queue();
	}

	/**
	 * The number of this attempt at the first message, from 1.
	 */
	public int attempt() {
		return this.messages.get(0).reconsumeTimes() + 1;
	}

	/**
	 * What interceptors keep from the beginning of the call to its end, by keys of their
	 * own.
	 */
	public Map<Object, Object> attributes() {
		return this.attributes;
	}

	@Override
	public String toString() {
		return "ConsumeCall[group=" + this.group + ", queue=" + queue() + ", queueOffset="
				+ this.messages.get(0).queueOffset() + ", messages=" + this.messages.size() + ", attempt=" + attempt()
				+ "]";
	}

}
