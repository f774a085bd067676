package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Fields;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Sets when a popped message comes again, counted from now (CHANGE_MESSAGE_INVISIBLETIME,
 * 200053, from 5.0 on); answered with the new receipt handle, in whose favour the old one
 * dies.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param realTopic the topic the message was popped from
 * @param handle the delivery
 * @param invisibleMillis how long nobody else gets the message
 * @param suspended whether the next delivery does not count as an attempt; brokers before
 * 5.4 count it all the same
 */
public record ChangeInvisibleTimeRequest(String group, String realTopic, ReceiptHandle handle, long invisibleMillis,
		boolean suspended) implements Request<ReceiptHandle> {

	public ChangeInvisibleTimeRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(realTopic, "realTopic");
		Objects.requireNonNull(handle, "handle");
	}

	@Override
	public int code() {
		return 200_053;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("consumerGroup", this.group);
		out.field("topic", this.realTopic);
		out.field("queueId", this.handle.queueId());
		out.field("extraInfo", this.handle.toString());
		out.field("offset", this.handle.queueOffset());
		out.field("invisibleTime", this.invisibleMillis);
		out.field("bname", this.handle.brokerName());
		if (this.handle.liteTopic() != null) {
			out.field("liteTopic", this.handle.liteTopic());
		}
		if (this.suspended) {
			out.field("suspend", true);
		}
	}

	@Override
	public ReceiptHandle decode(Frame answer) {
		Fields fields = answer.requireSuccess().fields();
		// of lite topics brokers count from the pop
		long invisible = (this.handle.liteTopic() != null) ? this.invisibleMillis : fields.number("invisibleTime");
		return this.handle.changed(fields.number("popTime"), invisible, fields.integer("reviveQid"));
	}

}
