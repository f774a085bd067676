package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Takes messages out of the queues of a topic at one master (POP_MESSAGE, 200050, from
 * 5.0 on). They stay invisible to the group for a time and come again when they are not
 * acknowledged by then. Messages that came again before are among them.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic
 * @param queueId the queue, or {@link #ANY_QUEUE}
 * @param maxMessages how many messages are wanted, at most {@link #MAX_MESSAGES}
 * @param invisibleMillis how long nobody else gets them
 * @param pollMillis how long the broker may hold the request; 0 for not at all
 * @param bornTime {@link #BROKER_CLOCK}, or the client's clock in milliseconds, which
 * brokers compare with theirs
 * @param fromEnd where a group that is new to a queue begins: at its end or its beginning
 * @param expressionType {@code TAG} or {@code SQL92}
 * @param expression which messages are wanted, {@code *} for all
 * @param brokerName the broker's name
 */
public record PopMessageRequest(String group, String topic, int queueId, int maxMessages, long invisibleMillis,
		long pollMillis, long bornTime, boolean fromEnd, String expressionType, String expression,
		String brokerName) implements Request<PopMessageResponse> {

	/** {@code queueId}: any queue of the broker. */
	public static final int ANY_QUEUE = -1;

	/** The most messages one request may ask for. */
	public static final int MAX_MESSAGES = 32;

	/**
	 * {@code bornTime}: the broker takes its own clock, so that a client whose clock is
	 * wrong gets messages too (protocol 10.5).
	 */
	public static final long BROKER_CLOCK = 0;

	public PopMessageRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(expressionType, "expressionType");
		Objects.requireNonNull(expression, "expression");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 200_050;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("pollTime", this.pollMillis);
		out.field("invisibleTime", this.invisibleMillis);
		out.field("queueId", this.queueId);
		out.field("bornTime", this.bornTime);
		out.field("maxMsgNums", this.maxMessages);
		out.field("bname", this.brokerName);
		out.field("topic", this.topic);
		out.field("expType", this.expressionType);
		out.field("exp", this.expression);
		out.field("consumerGroup", this.group);
		out.field("initMode", this.fromEnd ? 1 : 0);
		out.field("order", false);
	}

	@Override
	public PopMessageResponse decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public PopMessageResponse decode(Frame answer, RequestScope scope) {
		return PopMessageResponse.decode(answer, this, scope.namespace());
	}

}
