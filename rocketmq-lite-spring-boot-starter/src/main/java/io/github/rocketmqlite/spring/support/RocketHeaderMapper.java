package io.github.rocketmqlite.spring.support;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ReservedProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.BeanUtils;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.StringUtils;

/**
 * Translates between the headers of spring-messaging and the parts of a RocketMQ message:
 * {@link RocketHeaders} become tag, keys, flag and delay level, and so do {@code TAGS},
 * {@code KEYS} and {@code DELAY}, the names of the protocol; everything else becomes a
 * user property.
 * <p>
 * Left out on the way to the broker are {@code id} and {@code timestamp}, which
 * spring-messaging makes up for every message, channels, blank values, which RocketMQ
 * cannot store, and objects that have no plain text form. RocketMQ's own properties are
 * left out on the way back.
 * <p>
 * Threading: thread-safe, stateless.
 */
public class RocketHeaderMapper {

	private static final Logger logger = LoggerFactory.getLogger(RocketHeaderMapper.class);

	private static final Set<String> NEVER_SENT = Set.of(MessageHeaders.ID, MessageHeaders.TIMESTAMP,
			MessageHeaders.REPLY_CHANNEL, MessageHeaders.ERROR_CHANNEL);

	/**
	 * Adds headers to a message about to be sent.
	 * @throws InvalidMessageException naming the header that holds something unusable
	 */
	public void toMessage(Map<String, ? extends @Nullable Object> headers, Message.Builder message) {
		headers.forEach((name, value) -> {
			if (value != null && !NEVER_SENT.contains(name) && StringUtils.hasText(value.toString())) {
				addHeader(name, value, message);
			}
		});
	}

	private void addHeader(String name, Object value, Message.Builder message) {
		switch (name) {
			case RocketHeaders.TAGS, "TAGS" -> message.tag(value.toString().trim());
			case RocketHeaders.KEYS, "KEYS" -> addKeys(value, message);
			case RocketHeaders.FLAG -> message.flag(number(name, value));
			case RocketHeaders.DELAY, "DELAY" -> message.delayLevel(number(name, value));
			default -> addProperty(name, value, message);
		}
	}

	private void addProperty(String name, Object value, Message.Builder message) {
		if (name.startsWith(RocketHeaders.PREFIX)) {
			return;
		}
		if (BeanUtils.isSimpleValueType(value.getClass())) {
			message.property(name, value.toString());
		}
		else {
			logger.debug("Header '{}' is not sent: a {} has no plain text form", name, value.getClass().getName());
		}
	}

	private static void addKeys(Object value, Message.Builder message) {
		if (value instanceof Collection<?> keys) {
			keys.stream().filter(Objects::nonNull).forEach((key) -> message.key(key.toString()));
			return;
		}
		for (String key : StringUtils.tokenizeToStringArray(value.toString(), " ")) {
			message.key(key);
		}
	}

	private static int number(String name, Object value) {
		try {
			return Integer.parseInt(value.toString().trim());
		}
		catch (NumberFormatException ex) {
			throw new InvalidMessageException("Header '" + name + "' must be a number, but is '" + value + "'", ex);
		}
	}

	/**
	 * Reads the headers of a received message, when they are asked for.
	 */
	public MessageHeaders toHeaders(ReceivedMessage message) {
		return new ReceivedHeaders(message, () -> collect(message));
	}

	private static Map<String, Object> collect(ReceivedMessage message) {
		Map<String, Object> headers = new HashMap<>();
		message.properties().forEach((name, value) -> {
			if (!ReservedProperties.isSystem(name) && !name.equals(RocketHeaders.TRANSACTION_LOG)) {
				headers.put(name, value);
			}
		});
		headers.put(RocketHeaders.TOPIC, message.topic());
		headers.put(RocketHeaders.MESSAGE_ID, message.messageId());
		headers.put(RocketHeaders.BROKER_NAME, message.queue().brokerName());
		headers.put(RocketHeaders.QUEUE_ID, message.queue().queueId());
		headers.put(RocketHeaders.QUEUE_OFFSET, message.queueOffset());
		headers.put(RocketHeaders.RECONSUME_TIMES, message.reconsumeTimes());
		headers.put(RocketHeaders.DELIVERY_ATTEMPT, message.reconsumeTimes() + 1);
		headers.put(RocketHeaders.BORN_TIMESTAMP, message.bornTime().toEpochMilli());
		headers.put(RocketHeaders.BORN_HOST, text(message.bornHost().getHostString(), message.bornHost().getPort()));
		headers.put(RocketHeaders.STORE_TIMESTAMP, message.storeTime().toEpochMilli());
		headers.put(RocketHeaders.FLAG, message.flag());
		String tag = message.tag();
		if (tag != null) {
			headers.put(RocketHeaders.TAGS, tag);
		}
		if (!message.keys().isEmpty()) {
			headers.put(RocketHeaders.KEYS, String.join(" ", message.keys()));
		}
		return headers;
	}

	/**
	 * Reads the headers of a received message and adds others.
	 */
	public MessageHeaders toHeaders(ReceivedMessage message, Map<String, Object> more) {
		Map<String, Object> headers = new HashMap<>(toHeaders(message));
		headers.putAll(more);
		return new ReceivedHeaders.Collected(headers);
	}

	private static String text(String host, int port) {
		return host + ":" + port;
	}

}
