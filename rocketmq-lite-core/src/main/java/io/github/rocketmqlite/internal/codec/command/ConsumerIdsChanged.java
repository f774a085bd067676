package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;

/**
 * A broker's word that the members of a group have changed (NOTIFY_CONSUMER_IDS_CHANGED,
 * 40); it wants no answer.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 */
public record ConsumerIdsChanged(String group) {

	/** The request code. */
	public static final int CODE = 40;

	public ConsumerIdsChanged {
		Objects.requireNonNull(group, "group");
	}

	public static ConsumerIdsChanged decode(Frame frame) {
		String group = frame.fields().text("consumerGroup");
		if (group == null) {
			throw new ProtocolException(frame.peer() + " announced a change of a consumer group without naming it",
					Outcome.UNKNOWN, null);
		}
		return new ConsumerIdsChanged(group);
	}

}
