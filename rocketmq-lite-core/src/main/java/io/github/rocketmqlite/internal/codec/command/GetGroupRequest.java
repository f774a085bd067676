package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;
import java.util.Optional;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks one broker for the settings of a consumer group (GET_SUBSCRIPTIONGROUP_CONFIG,
 * 352); empty when it does not have the group. Known since 5.0.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 */
public record GetGroupRequest(String group) implements Request<Optional<GroupConfig>> {

	private static final int GROUP_NOT_EXIST = 26;

	public GetGroupRequest {
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
	public Optional<GroupConfig> decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Optional<GroupConfig> decode(Frame answer, RequestScope scope) {
		if (answer.code() == GROUP_NOT_EXIST) {
			return Optional.empty();
		}
		return Optional.of(GroupConfig.read(answer.requireSuccess(), scope.namespace()));
	}

}
