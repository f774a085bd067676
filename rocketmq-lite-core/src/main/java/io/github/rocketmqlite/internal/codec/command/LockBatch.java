package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;

/**
 * The JSON bodies around the locks of queues (protocol 4.8).
 * <p>
 * Threading: stateless.
 */
final class LockBatch {

	private LockBatch() {
	}

	static byte[] write(String group, String clientId, List<MessageQueue> queues) {
		return JsonBody.write((json) -> {
			json.writeStringProperty("clientId", clientId);
			json.writeStringProperty("consumerGroup", group);
			json.writeArrayPropertyStart("mqSet");
			queues.forEach((queue) -> JsonBody.writeQueue(json, queue));
			json.writeEndArray();
			json.writeBooleanProperty("onlyThisBroker", false);
		});
	}

	static List<MessageQueue> held(Frame answer) {
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
		return List.copyOf(held);
	}

}
