package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;
import java.util.Optional;

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
public record GroupConfigRequest(String group) implements Request<Optional<GroupConfig>> {

	private static final int GROUP_NOT_EXIST = 26;

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
	public Optional<GroupConfig> decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Optional<GroupConfig> decode(Frame answer, RequestScope scope) {
		if (answer.code() == GROUP_NOT_EXIST) {
			return Optional.empty();
		}
		return Optional.of(GroupConfigBody.read(answer.requireSuccess(), scope.namespace()));
	}

}
