package io.github.rocketmqlite.internal.codec.command;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * A question about one queue that its broker answers with a number.
 */
interface QueueQuery extends Request<Long> {

	String topic();

	int queueId();

	String brokerName();

	@Override
	default void writeFields(FieldWriter out) {
		out.field("queueId", queueId());
		out.field("bname", brokerName());
		out.field("topic", topic());
	}

}
