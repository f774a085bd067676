package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the next messages of one queue (PULL_MESSAGE, 11). With the suspend bit the
 * broker holds the request at the end of the queue until a message arrives.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic
 * @param queueId the queue
 * @param queueOffset the first offset wanted
 * @param maxMessages how many messages are wanted
 * @param sysFlag the bits {@link #COMMIT_OFFSET}, {@link #SUSPEND} and
 * {@link #SUBSCRIPTION}
 * @param commitOffset the offset to commit with {@link #COMMIT_OFFSET}
 * @param suspendMillis how long the broker may hold the request
 * @param subscriptionVersion the version of the subscription
 * @param expression the expression, sent with {@link #SUBSCRIPTION}
 * @param brokerName the broker's name
 * @param expressionType {@code TAG} or {@code SQL92}
 */
public record PullMessageRequest(String group, String topic, int queueId, long queueOffset, int maxMessages,
		int sysFlag, long commitOffset, long suspendMillis, long subscriptionVersion, @Nullable String expression,
		String brokerName, String expressionType) implements Request<PullMessageResponse> {

	/** {@code sysFlag}: store {@code commitOffset} as the group's offset. */
	public static final int COMMIT_OFFSET = 1;

	/** {@code sysFlag}: hold the request while there is no message. */
	public static final int SUSPEND = 2;

	/** {@code sysFlag}: use the expression of this request. */
	public static final int SUBSCRIPTION = 4;

	private static final int MAX_MESSAGE_BYTES = 262_144;

	public PullMessageRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
		Objects.requireNonNull(expressionType, "expressionType");
	}

	/**
	 * A pull with a tag expression, or none.
	 */
	public PullMessageRequest(String group, String topic, int queueId, long queueOffset, int maxMessages, int sysFlag,
			long commitOffset, long suspendMillis, long subscriptionVersion, @Nullable String expression,
			String brokerName) {
		this(group, topic, queueId, queueOffset, maxMessages, sysFlag, commitOffset, suspendMillis, subscriptionVersion,
				expression, brokerName, "TAG");
	}

	/**
	 * A pull that commits nothing.
	 * @param suspendMillis how long the broker may hold it; 0 for not at all
	 * @param expression {@code null} for what the heartbeat subscribed to
	 */
	public static PullMessageRequest of(String group, MessageQueue queue, long queueOffset, int maxMessages,
			long suspendMillis, long subscriptionVersion, String expressionType, @Nullable String expression) {
		int sysFlag = ((suspendMillis > 0) ? SUSPEND : 0) | ((expression != null) ? SUBSCRIPTION : 0);
		return new PullMessageRequest(group, queue.topic(), queue.queueId(), queueOffset, maxMessages, sysFlag, 0,
				suspendMillis, subscriptionVersion, expression, queue.brokerName(), expressionType);
	}

	@Override
	public int code() {
		return 11;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("queueId", this.queueId);
		out.field("maxMsgBytes", MAX_MESSAGE_BYTES);
		out.field("maxMsgNums", this.maxMessages);
		out.field("sysFlag", this.sysFlag);
		out.field("commitOffset", this.commitOffset);
		out.field("subscription", this.expression);
		out.field("suspendTimeoutMillis", this.suspendMillis);
		out.field("bname", this.brokerName);
		out.field("topic", this.topic);
		out.field("queueOffset", this.queueOffset);
		out.field("expressionType", this.expressionType);
		out.field("subVersion", this.subscriptionVersion);
		out.field("consumerGroup", this.group);
	}

	@Override
	public PullMessageResponse decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public PullMessageResponse decode(Frame answer, RequestScope scope) {
		return PullMessageResponse.decode(answer, this, scope.namespace());
	}

}
