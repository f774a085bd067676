package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks for the message at one place of the commit log (VIEW_MESSAGE_BY_ID, 33); there may
 * be none.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param commitLogOffset the place
 * @param brokerName the broker's name
 */
public record ViewMessageRequest(String topic, long commitLogOffset,
		String brokerName) implements Request<MessageBatch> {

	private static final int SYSTEM_ERROR = 1;

	// brokers have no code of their own for it (protocol 4.9)
	private static final String NOTHING_THERE = "can not find message by the offset";

	public ViewMessageRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 33;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
		out.field("offset", this.commitLogOffset);
		out.field("bname", this.brokerName);
	}

	@Override
	public MessageBatch decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public MessageBatch decode(Frame answer, RequestScope scope) {
		if (answer.code() == SYSTEM_ERROR && answer.remark().contains(NOTHING_THERE)) {
			return MessageBatch.decode(NO_BODY, this.brokerName);
		}
		return MessageBatch.decode(answer.requireSuccess(), this.brokerName, scope.namespace());
	}

}
