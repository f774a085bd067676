package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Fields;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks a master whether there is something to pop, and lets it hold the question until
 * there is (NOTIFICATION, 200054, from 5.0 on). Makes nothing invisible.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic
 * @param queueId the queue, or {@link PopMessageRequest#ANY_QUEUE}
 * @param pollMillis how long the broker may hold the request
 * @param expressionType {@code TAG} or {@code SQL92}
 * @param expression which messages are wanted, {@code *} for all
 * @param brokerName the broker's name
 */
public record NotificationRequest(String group, String topic, int queueId, long pollMillis, String expressionType,
		String expression, String brokerName) implements Request<NotificationRequest.Answer> {

	public NotificationRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(expressionType, "expressionType");
		Objects.requireNonNull(expression, "expression");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 200_054;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("consumerGroup", this.group);
		out.field("topic", this.topic);
		out.field("queueId", this.queueId);
		out.field("pollTime", this.pollMillis);
		out.field("bornTime", PopMessageRequest.BROKER_CLOCK);
		out.field("order", false);
		out.field("expType", this.expressionType);
		out.field("exp", this.expression);
		out.field("bname", this.brokerName);
	}

	@Override
	public Answer decode(Frame answer) {
		Fields fields = answer.requireSuccess().fields();
		return new Answer(fields.flag("hasMsg"), fields.flag("pollingFull"));
	}

	/**
	 * What the broker says.
	 *
	 * @param hasMessage whether there is something to pop
	 * @param pollingFull whether too many requests wait at the broker already
	 */
	public record Answer(boolean hasMessage, boolean pollingFull) {
	}

}
