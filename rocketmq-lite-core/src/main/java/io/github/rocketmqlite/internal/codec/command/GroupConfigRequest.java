package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks one broker for the settings of a consumer group (GET_SUBSCRIPTIONGROUP_CONFIG,
 * 352, from 5.0 on). A group it does not know is refused with code 26.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 */
public record GroupConfigRequest(String group) implements Request<GroupConfig> {

	public GroupConfigRequest {
		Objects.requireNonNull(group, "group");
	}

	@Override
	public int code() {
		return 352;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("group", this.group);
	}

	@Override
	public GroupConfig decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public GroupConfig decode(Frame answer, RequestScope scope) {
		return GroupConfigBody.read(answer.requireSuccess(), scope.namespace());
	}

}
