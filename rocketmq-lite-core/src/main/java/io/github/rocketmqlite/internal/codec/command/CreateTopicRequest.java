package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Creates a topic on one master or changes its settings (UPDATE_AND_CREATE_TOPIC, 17).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param readQueues how many queues can be read
 * @param writeQueues how many queues can be written
 * @param perm permission bits: 4 read, 2 write
 * @param order whether the topic is marked as ordered
 * @param attributes {@code +key=value,-key}, empty for none
 */
public record CreateTopicRequest(String topic, int readQueues, int writeQueues, int perm, boolean order,
		String attributes) implements Request<Boolean> {

	public CreateTopicRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(attributes, "attributes");
	}

	@Override
	public int code() {
		return 17;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
		out.field("defaultTopic", Names.TEMPLATE_TOPIC);
		out.field("readQueueNums", this.readQueues);
		out.field("writeQueueNums", this.writeQueues);
		out.field("perm", this.perm);
		out.field("topicFilterType", "SINGLE_TAG");
		out.field("topicSysFlag", 0);
		out.field("order", this.order);
		out.field("attributes", this.attributes.isEmpty() ? null : this.attributes);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
