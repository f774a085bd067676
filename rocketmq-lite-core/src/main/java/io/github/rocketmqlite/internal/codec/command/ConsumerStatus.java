package io.github.rocketmqlite.internal.codec.command;

import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;

/**
 * A broker's question how far a consumer is in a topic (GET_CONSUMER_STATUS_FROM_CLIENT,
 * 221).
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group, as the broker names it
 * @param topic the topic
 */
public record ConsumerStatus(String group, String topic) {

	/** The request code. */
	public static final int CODE = 221;

	public static ConsumerStatus decode(Frame frame, Namespace namespace) {
		return new ConsumerStatus(ServerFields.text(frame, "group"),
				namespace.unwrap(ServerFields.text(frame, "topic")));
	}

	/**
	 * The body of the answer.
	 * @param offsets the offset of each queue
	 */
	public static byte[] body(Map<MessageQueue, Long> offsets, Namespace namespace) {
		return JsonBody.write((json) -> {
			json.writeObjectPropertyStart("consumerTable");
			json.writeEndObject();
			JsonBody.writeTable(json, "messageQueueTable", offsets, namespace,
					(value, offset) -> value.writeNumber(offset));
		});
	}

}
