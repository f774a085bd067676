package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Deletes a user on one broker (AUTH_DELETE_USER, 3003, from 5.3 on).
 * <p>
 * Threading: immutable.
 *
 * @param username the user's name
 */
public record DeleteUserRequest(String username) implements Request<Boolean> {

	public DeleteUserRequest {
		Objects.requireNonNull(username, "username");
	}

	@Override
	public int code() {
		return 3003;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("username", this.username);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
