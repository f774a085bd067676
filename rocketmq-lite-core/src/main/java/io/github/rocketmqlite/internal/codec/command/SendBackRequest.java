package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks the broker to deliver a message again later through the group's retry topic, or to
 * move it to the dead-letter topic (CONSUMER_SEND_MSG_BACK, 36).
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param commitLogOffset the place of the message in the commit log
 * @param delayLevel the delay level; 0 lets the broker choose by the number of tries,
 * negative means straight to the dead-letter topic
 * @param originMessageId the message's id
 * @param originTopic the topic as the consumer sees it
 * @param maxReconsumeTimes after how many tries the message is dead
 * @param brokerName the name of the broker that stores the message
 */
public record SendBackRequest(String group, long commitLogOffset, int delayLevel, String originMessageId,
		String originTopic, int maxReconsumeTimes, String brokerName) implements Request<Boolean> {

	public SendBackRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(originMessageId, "originMessageId");
		Objects.requireNonNull(originTopic, "originTopic");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 36;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("maxReconsumeTimes", this.maxReconsumeTimes);
		out.field("offset", this.commitLogOffset);
		out.field("bname", this.brokerName);
		out.field("delayLevel", this.delayLevel);
		out.field("originTopic", this.originTopic);
		out.field("originMsgId", this.originMessageId);
		out.field("unitMode", false);
		out.field("group", this.group);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
