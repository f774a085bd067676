package io.github.rocketmqlite.internal.codec.command;

import java.util.List;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * Asks one broker for its users (AUTH_LIST_USER, 3005, from 5.3 on).
 * <p>
 * Threading: immutable.
 *
 * @param filter a part of their names; {@code null} for all
 */
public record UsersRequest(@Nullable String filter) implements Request<List<AuthUser>> {

	@Override
	public int code() {
		return 3005;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("filter", this.filter);
	}

	@Override
	public List<AuthUser> decode(Frame answer) {
		return AuthUser.readAll(answer.requireSuccess());
	}

}
