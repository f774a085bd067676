package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Lets a user do something at one broker, or changes that (AUTH_CREATE_ACL, 3006, and
 * AUTH_UPDATE_ACL, 3007, from 5.3 on). What other entries say stays.
 * <p>
 * Threading: immutable.
 *
 * @param create whether the subject has no policy yet
 * @param policy what the user may do
 */
public record SavePolicyRequest(boolean create, AuthPolicy policy) implements Request<Boolean> {

	public SavePolicyRequest {
		Objects.requireNonNull(policy, "policy");
	}

	@Override
	public int code() {
		return this.create ? 3006 : 3007;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("subject", this.policy.subject());
	}

	@Override
	public byte[] body() {
		return this.policy.write();
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
