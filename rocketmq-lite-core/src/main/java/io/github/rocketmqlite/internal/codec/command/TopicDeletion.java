package io.github.rocketmqlite.internal.codec.command;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * What both kinds of servers are told when a topic is deleted.
 */
interface TopicDeletion extends Request<Boolean> {

	String topic();

	@Override
	default void writeFields(FieldWriter out) {
		out.field("topic", topic());
	}

	@Override
	default Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
