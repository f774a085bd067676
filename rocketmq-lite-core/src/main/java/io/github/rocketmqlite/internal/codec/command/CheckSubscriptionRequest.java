package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks a broker whether it understands a subscription (CHECK_CLIENT_CONFIG, 46): a wrong
 * condition in a heartbeat is told nobody. Refused with 23 when the condition is none,
 * with 1 when the broker does not filter by conditions at all.
 * <p>
 * Threading: immutable.
 *
 * @param clientId the client
 * @param group the consumer group
 * @param subscription what is to be checked
 */
public record CheckSubscriptionRequest(String clientId, String group,
		HeartbeatRequest.Subscription subscription) implements Request<Boolean> {

	public CheckSubscriptionRequest {
		Objects.requireNonNull(clientId, "clientId");
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(subscription, "subscription");
	}

	@Override
	public int code() {
		return 46;
	}

	@Override
	public void writeFields(FieldWriter out) {
		// all is in the body
	}

	@Override
	public byte[] body() {
		return body(RequestScope.NONE);
	}

	@Override
	public byte[] body(RequestScope scope) {
		return JsonBody.write((json) -> {
			json.writeStringProperty("clientId", this.clientId);
			json.writeStringProperty("group", scope.namespace().wrap(this.group));
			json.writeName("subscriptionData");
			HeartbeatWriter.writeSubscription(json, this.subscription, scope);
		});
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
