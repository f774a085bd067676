package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;

/**
 * The JSON bodies around the locks of queues (protocol 4.8).
 * <p>
 * Threading: stateless.
 */
final class LockBatch {

	private LockBatch() {
	}

	static byte[] write(String group, String clientId, List<MessageQueue> queues, Namespace namespace) {
		return JsonBody.write((json) -> {
			json.writeStringProperty("clientId", clientId);
			json.writeStringProperty("consumerGroup", namespace.wrap(group));
			json.writeArrayPropertyStart("mqSet");
			queues.forEach((queue) -> JsonBody.writeQueue(json,
					new MessageQueue(namespace.wrap(queue.topic()), queue.brokerName(), queue.queueId())));
			json.writeEndArray();
			json.writeBooleanProperty("onlyThisBroker", false);
		});
	}

	static List<MessageQueue> held(Frame answer, Namespace namespace) {
		List<MessageQueue> held = new ArrayList<>();
		JsonBody.read(answer, (json) -> {
			json.members((name) -> {
				boolean mine = name.equals("lockOKMQSet");
				if (mine) {
					held.addAll(json.elements(JsonBody::queue));
				}
				return mine;
			});
			return held;
		});
		return held.stream()
			.map((queue) -> new MessageQueue(namespace.unwrap(queue.topic()), queue.brokerName(), queue.queueId()))
			.toList();
	}

}
