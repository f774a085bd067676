package io.github.rocketmqlite.internal.codec.command;

import java.util.HashMap;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;

/**
 * A broker's order to go on at other offsets (RESET_CONSUMER_CLIENT_OFFSET, 220); it
 * wants no answer. Brokers before 5.1 reset offsets this way.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group, as the broker names it
 * @param offsets where each queue goes on
 */
public record ResetOffset(String group, Map<MessageQueue, Long> offsets) {

	/** The request code. */
	public static final int CODE = 220;

	public ResetOffset {
		offsets = Map.copyOf(offsets);
	}

	/**
	 * Reads the order in either of its forms: with queues as keys, or as a list.
	 */
	public static ResetOffset decode(Frame frame, Namespace namespace) {
		Map<MessageQueue, Long> offsets = new HashMap<>();
		JsonBody.read(frame, (json) -> {
			json.members((name) -> name.equals("offsetTable") && readTable(json, offsets));
			return offsets;
		});
		Map<MessageQueue, Long> bare = new HashMap<>();
		offsets.forEach((queue, offset) -> bare
			.put(new MessageQueue(namespace.unwrap(queue.topic()), queue.brokerName(), queue.queueId()), offset));
		return new ResetOffset(ServerFields.text(frame, "group"), bare);
	}

	private static boolean readTable(JsonBody json, Map<MessageQueue, Long> offsets) {
		if (!json.isArray()) {
			return json.putAll(offsets, Namespace.NONE, JsonBody::number);
		}
		json.elements((element) -> {
			JsonBody.Members members = element.scalars();
			MessageQueue queue = new MessageQueue(members.text("topic"), members.text("brokerName"),
					(int) members.number("queueId"));
			return offsets.put(queue, members.number("offset")) == null;
		});
		return true;
	}

}
