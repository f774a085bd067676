package io.github.rocketmqlite.internal.codec.command;

import java.io.ByteArrayOutputStream;

import io.github.rocketmqlite.internal.codec.RequestScope;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the JSON body of a heartbeat.
 * <p>
 * Threading: stateless.
 */
final class HeartbeatWriter {

	private HeartbeatWriter() {
	}

	static byte[] write(HeartbeatRequest heartbeat, RequestScope scope) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
		try (JsonGenerator json = JsonBody.generator(bytes)) {
			json.writeStartObject();
			json.writeStringProperty("clientID", heartbeat.clientId());
			json.writeArrayPropertyStart("consumerDataSet");
			heartbeat.consumerGroups().forEach((group) -> writeConsumer(json, group, scope));
			json.writeEndArray();
			// 0 = the first version of the heartbeat, which every broker understands
			json.writeNumberProperty("heartbeatFingerprint", 0);
			json.writeArrayPropertyStart("producerDataSet");
			heartbeat.producerGroups().forEach((group) -> writeProducer(json, scope.namespace().wrap(group)));
			json.writeEndArray();
			json.writeBooleanProperty("withoutSub", false);
			json.writeEndObject();
		}
		return bytes.toByteArray();
	}

	private static void writeProducer(JsonGenerator json, String group) {
		json.writeStartObject();
		json.writeStringProperty("groupName", group);
		json.writeEndObject();
	}

	private static void writeConsumer(JsonGenerator json, HeartbeatRequest.ConsumerGroup group, RequestScope scope) {
		json.writeStartObject();
		json.writeStringProperty("consumeFromWhere", group.consumeFromWhere());
		json.writeStringProperty("consumeType", group.consumeType());
		json.writeStringProperty("groupName", scope.namespace().wrap(group.group()));
		json.writeStringProperty("messageModel", group.messageModel());
		json.writeArrayPropertyStart("subscriptionDataSet");
		group.subscriptions().forEach((subscription) -> writeSubscription(json, subscription, scope));
		json.writeEndArray();
		json.writeBooleanProperty("unitMode", scope.unitMode());
		json.writeEndObject();
	}

	/** Writes one subscription as an object. */
	static void writeSubscription(JsonGenerator json, HeartbeatRequest.Subscription subscription, RequestScope scope) {
		json.writeStartObject();
		json.writeBooleanProperty("classFilterMode", false);
		json.writeArrayPropertyStart("codeSet");
		// brokers filter by these numbers, not by the tags (protocol 7.1)
		subscription.tags().forEach((tag) -> json.writeNumber(tag.hashCode()));
		json.writeEndArray();
		json.writeStringProperty("expressionType", subscription.expressionType());
		json.writeStringProperty("subString", subscription.expression());
		json.writeNumberProperty("subVersion", subscription.version());
		json.writeArrayPropertyStart("tagsSet");
		subscription.tags().forEach(json::writeString);
		json.writeEndArray();
		json.writeStringProperty("topic", scope.namespace().wrap(subscription.topic()));
		json.writeEndObject();
	}

}
