package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what a user may do at one broker (AUTH_DELETE_ACL, 3008, from 5.3 on).
 * <p>
 * Threading: immutable.
 *
 * @param subject who, such as {@code User:alice}
 * @param resource about which resource; {@code null} for all
 */
public record DeletePolicyRequest(String subject, @Nullable String resource) implements Request<Boolean> {

	public DeletePolicyRequest {
		Objects.requireNonNull(subject, "subject");
	}

	@Override
	public int code() {
		return 3008;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("subject", this.subject);
		out.field("resource", this.resource);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
