package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ReservedProperties;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;

/**
 * Makes the copy of a failed message that is sent to the retry topic when the broker
 * cannot make one itself.
 * <p>
 * Source: protocol 4.6.
 * <p>
 * Threading: stateless.
 */
final class RetryCopy {

	/**
	 * What belongs to the message for life. Everything else that is reserved belongs to
	 * one delivery, a transaction or a timer and must not act a second time.
	 */
	private static final Set<String> LASTING = Set.of(MessageProperties.KEYS, MessageProperties.TAGS,
			MessageProperties.UNIQ_KEY, MessageProperties.RETRY_TOPIC, MessageProperties.ORIGIN_MESSAGE_ID,
			"INSTANCE_ID", "CLUSTER", "MSG_TYPE", "CORRELATION_ID", "REPLY_TO_CLIENT", "TTL", "TRACE_ON");

	private RetryCopy() {
	}

	/**
	 * Makes the request that stores the copy.
	 * @param message the failed message
	 * @param level the delay level, 0 for the broker's choice, negative for the
	 * dead-letter topic
	 * @param maxReconsumeTimes the attempts after which the broker gives the message up
	 * @param group the consumer group
	 * @param queue the queue of the retry topic
	 */
	static SendMessageRequest of(ReceivedMessage message, int level, int maxReconsumeTimes, String group,
			MessageQueue queue) {
		if (level < 0 && maxReconsumeTimes == Integer.MAX_VALUE) {
			// one more than that is not a number
			return of(message, level, message.reconsumeTimes(), group, queue);
		}
		int attempts = message.reconsumeTimes() + 1;
		// one attempt more than allowed makes the broker choose the dead-letter topic
		int reconsumeTimes = (level < 0) ? Math.max(attempts, maxReconsumeTimes + 1) : attempts;
		return request(message, properties(message, level), reconsumeTimes, maxReconsumeTimes, group, queue);
	}

	/**
	 * Makes the request that stores a copy which the broker's timer wheel keeps.
	 * @param delay how long
	 * @see #of
	 */
	static SendMessageRequest after(Duration delay, ReceivedMessage message, int maxReconsumeTimes, String group,
			MessageQueue queue) {
		Map<String, String> properties = lasting(message);
		properties.put(MessageProperties.TIMER_DELAY_MS, Long.toString(delay.toMillis()));
		return request(message, properties, message.reconsumeTimes() + 1, maxReconsumeTimes, group, queue);
	}

	private static SendMessageRequest request(ReceivedMessage message, Map<String, String> properties,
			int reconsumeTimes, int maxReconsumeTimes, String group, MessageQueue queue) {
		return new SendMessageRequest(group, queue.topic(), Names.TEMPLATE_TOPIC, 1, queue.queueId(), 0,
				message.bornTime().toEpochMilli(), message.flag(), MessageProperties.encode(properties), reconsumeTimes,
				maxReconsumeTimes, false, queue.brokerName(), message.body());
	}

	private static Map<String, String> properties(ReceivedMessage message, int level) {
		Map<String, String> copy = lasting(message);
		if (level >= 0) {
			copy.put(MessageProperties.DELAY,
					Integer.toString((level > 0) ? level : DelayLevels.FIRST_RETRY + message.reconsumeTimes()));
		}
		return copy;
	}

	private static Map<String, String> lasting(ReceivedMessage message) {
		Map<String, String> copy = new LinkedHashMap<>();
		message.properties().forEach((name, value) -> {
			if (LASTING.contains(name) || !ReservedProperties.isReserved(name)) {
				copy.put(name, value);
			}
		});
		copy.putIfAbsent(MessageProperties.RETRY_TOPIC, message.topic());
		copy.putIfAbsent(MessageProperties.ORIGIN_MESSAGE_ID, message.offsetMessageId());
		copy.put(MessageProperties.WAIT, "false");
		return copy;
	}

}
