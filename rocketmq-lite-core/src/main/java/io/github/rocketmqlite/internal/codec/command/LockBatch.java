package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * What taking and giving back the locks of queues have in common (protocol 4.8).
 *
 * @param <R> what the answer is decoded to
 */
interface LockBatch<R> extends BodyRequest<R> {

	String group();

	String clientId();

	List<MessageQueue> queues();

	@Override
	default byte[] body(RequestScope scope) {
		Namespace namespace = scope.namespace();
		return JsonBody.write((json) -> {
			json.writeStringProperty("clientId", clientId());
			json.writeStringProperty("consumerGroup", namespace.wrap(group()));
			json.writeArrayPropertyStart("mqSet");
			queues().forEach((queue) -> JsonBody.writeQueue(json,
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
