package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks a broker whether it can filter by an expression (CHECK_CLIENT_CONFIG, 46), which
 * no other request tells: a heartbeat with a bad one is accepted, and pulls match
 * everything then.
 * <p>
 * A bad expression is refused with code 23, and with code 1 where the broker has filters
 * by properties turned off.
 * <p>
 * Threading: immutable.
 *
 * @param clientId the client
 * @param group the consumer group
 * @param topic the topic
 * @param expression the filter expression
 * @param expressionType {@code SQL92}; brokers take {@code TAG} unseen
 * @param subscriptionVersion when the subscription changed, in milliseconds of the wall
 * clock
 */
public record CheckClientConfigRequest(String clientId, String group, String topic, String expression,
		String expressionType, long subscriptionVersion) implements BodyRequest<Boolean> {

	public CheckClientConfigRequest {
		Objects.requireNonNull(clientId, "clientId");
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(expression, "expression");
		Objects.requireNonNull(expressionType, "expressionType");
	}

	@Override
	public int code() {
		return 46;
	}

	@Override
	public byte[] body(RequestScope scope) {
		return JsonBody.write((json) -> {
			json.writeStringProperty("clientId", this.clientId);
			json.writeStringProperty("group", scope.namespace().wrap(this.group));
			json.writeObjectPropertyStart("subscriptionData");
			json.writeBooleanProperty("classFilterMode", false);
			json.writeArrayPropertyStart("codeSet");
			json.writeEndArray();
			json.writeStringProperty("expressionType", this.expressionType);
			json.writeStringProperty("subString", this.expression);
			json.writeNumberProperty("subVersion", this.subscriptionVersion);
			json.writeArrayPropertyStart("tagsSet");
			json.writeEndArray();
			json.writeStringProperty("topic", scope.namespace().wrap(this.topic));
			json.writeEndObject();
		});
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
