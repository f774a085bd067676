package io.github.rocketmqlite.internal.codec.command;

import java.util.List;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * Asks one broker what its users may do (AUTH_LIST_ACL, 3010, from 5.3 on).
 * <p>
 * Threading: immutable.
 *
 * @param subjectFilter a part of the subjects; {@code null} for all
 */
public record PoliciesRequest(@Nullable String subjectFilter) implements Request<List<AuthPolicy>> {

	@Override
	public int code() {
		return 3010;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("subjectFilter", this.subjectFilter);
	}

	@Override
	public List<AuthPolicy> decode(Frame answer) {
		return AuthPolicy.readAll(answer.requireSuccess());
	}

}
