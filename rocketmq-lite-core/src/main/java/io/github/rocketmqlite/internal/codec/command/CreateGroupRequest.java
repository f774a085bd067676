package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Creates a consumer group on one broker or replaces its settings
 * (UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, 200). What the settings do not name becomes the
 * broker's default.
 * <p>
 * Threading: immutable.
 *
 * @param config the settings
 */
public record CreateGroupRequest(GroupConfig config) implements Request<Boolean> {

	public CreateGroupRequest {
		Objects.requireNonNull(config, "config");
	}

	@Override
	public int code() {
		return 200;
	}

	@Override
	public void writeFields(FieldWriter out) {
		// all is in the body
	}

	@Override
	public byte[] body() {
		return body(RequestScope.NONE);
	}

	@Override
	public byte[] body(RequestScope scope) {
		return JsonBody.write((json) -> this.config.write(json, scope.namespace()));
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
