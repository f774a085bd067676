package io.github.rocketmqlite.spring.listener.adapter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.spring.listener.DeadLetterCauses;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;

/**
 * Adds to the headers of a dead letter where it comes from and what it died of, as far as
 * the message does not say so itself.
 * <p>
 * Threading: thread-safe.
 */
final class DeadLetterHeaders implements Function<ReceivedMessage, MessageHeaders> {

	/** What newer brokers write. */
	private static final String ORIGIN_TOPIC = "DLQ_ORIGIN_TOPIC";

	/** What all brokers write: where the message was before its first retry. */
	private static final String RETRY_TOPIC = "RETRY_TOPIC";

	private static final String ORIGIN_MESSAGE_ID = "DLQ_ORIGIN_MESSAGE_ID";

	private final RocketHeaderMapper mapper;

	private final List<String> groups;

	private final DeadLetterCauses causes;

	DeadLetterHeaders(RocketHeaderMapper mapper, List<String> groups, DeadLetterCauses causes) {
		this.mapper = mapper;
		this.groups = List.copyOf(groups);
		this.causes = causes;
	}

	@Override
	public MessageHeaders apply(ReceivedMessage message) {
		Map<String, Object> more = new HashMap<>();
		String group = group(message);
		if (group != null) {
			more.put(RocketHeaders.DLT_GROUP, group);
			more.putAll(this.causes.of(group, message));
		}
		String topic = message.property(ORIGIN_TOPIC);
		topic = (topic != null) ? topic : message.property(RETRY_TOPIC);
		more.put(RocketHeaders.DLT_ORIGINAL_TOPIC, (topic != null) ? bare(topic) : message.topic());
		more.put(RocketHeaders.DLT_ORIGINAL_MESSAGE_ID,
				Objects.requireNonNullElse(message.property(ORIGIN_MESSAGE_ID), message.messageId()));
		more.keySet().removeAll(message.properties().keySet());
		return this.mapper.toHeaders(message, more);
	}

	/** Properties hold names with their namespace before them. */
	private static String bare(String topic) {
		int separator = topic.indexOf('%');
		return (separator > 0) ? topic.substring(separator + 1) : topic;
	}

	/** Redelivered messages come through a retry topic, which does not tell. */
	private @Nullable String group(ReceivedMessage message) {
		String topic = message.queue().topic();
		if (RocketHeaders.isDeadLetterTopic(topic)) {
			return topic.substring(RocketHeaders.DEAD_LETTER_TOPIC_PREFIX.length());
		}
		return (this.groups.size() == 1) ? this.groups.get(0) : null;
	}

}
