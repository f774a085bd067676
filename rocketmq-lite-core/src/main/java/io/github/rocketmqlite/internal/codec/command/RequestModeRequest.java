package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Sets how a group gets the messages of a topic when brokers assign its queues
 * (SET_MESSAGE_REQUEST_MODE, 401, since 5.0). Each master of the topic is told.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param group the consumer group
 * @param mode {@code PULL} or {@code POP}
 * @param popShareQueues how many further members share each queue in mode {@code POP}; 0
 * for all
 */
public record RequestModeRequest(String topic, String group, String mode,
		int popShareQueues) implements BodyRequest<Boolean> {

	public RequestModeRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(mode, "mode");
	}

	@Override
	public int code() {
		return 401;
	}

	@Override
	public byte[] body(RequestScope scope) {
		return JsonBody.write((json) -> {
			json.writeStringProperty("consumerGroup", scope.namespace().wrap(this.group));
			json.writeStringProperty("mode", this.mode);
			json.writeNumberProperty("popShareQueueNum", this.popShareQueues);
			json.writeStringProperty("topic", scope.namespace().wrap(this.topic));
		});
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
