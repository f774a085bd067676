package io.github.rocketmqlite.spring.listener;

import java.util.Map;
import java.util.function.Function;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ReservedProperties;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.support.RocketHeaders;

/**
 * Sends messages that are given up to a topic, with the origin and the error as
 * properties, which brokers do not add when they move a message to the dead-letter topic
 * themselves. Every consumer can read them, wherever it runs.
 * <p>
 * What is sent is a new message: tools that send dead letters back by the broker's own
 * properties do not recognise it. When it cannot be sent, the broker moves the original.
 * <p>
 * Threading: thread-safe.
 */
public final class DeadLetterPublishingRecoverer implements MessageRecoverer {

	private final Producer producer;

	private final Function<FailedDelivery, String> topics;

	/**
	 * Sends to the dead-letter topic of the group, {@code %DLQ%group}.
	 */
	public DeadLetterPublishingRecoverer(Producer producer) {
		this(producer, (failed) -> RocketHeaders.DEAD_LETTER_TOPIC_PREFIX + failed.group());
	}

	/**
	 * Sends to topics of choice.
	 */
	public DeadLetterPublishingRecoverer(Producer producer, Function<FailedDelivery, String> topics) {
		this.producer = producer;
		this.topics = topics;
	}

	@Override
	public void recover(FailedDelivery failed) {
		ReceivedMessage message = failed.message();
		Message.Builder letter = Message.builder(this.topics.apply(failed))
			.tag(message.tag())
			.keys(message.keys())
			.flag(message.flag())
			.body(message.body());
		for (Map.Entry<String, String> property : message.properties().entrySet()) {
			if (!ReservedProperties.isSystem(property.getKey())) {
				letter.property(property.getKey(), property.getValue());
			}
		}
		letter.property(RocketHeaders.DLT_GROUP, failed.group())
			.property(RocketHeaders.DLT_ORIGINAL_TOPIC, message.topic())
			.property(RocketHeaders.DLT_ORIGINAL_MESSAGE_ID, message.messageId());
		if (failed.error() != null) {
			DeadLetterCauses.describe(failed.error()).forEach(letter::property);
		}
		this.producer.send(letter.build());
	}

}
