package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Deletes a consumer group on one broker (DELETE_SUBSCRIPTIONGROUP, 207).
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param cleanOffsets whether its offsets go, too
 */
public record DeleteGroupRequest(String group, boolean cleanOffsets) implements Request<Boolean> {

	public DeleteGroupRequest {
		Objects.requireNonNull(group, "group");
	}

	@Override
	public int code() {
		return 207;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("groupName", this.group);
		out.field("cleanOffset", this.cleanOffsets);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
