package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * Creates a user on one broker or changes it there (AUTH_CREATE_USER, 3001, and
 * AUTH_UPDATE_USER, 3002, from 5.3 on). A change leaves alone what is {@code null}.
 * <p>
 * Threading: immutable.
 *
 * @param create whether the user is new
 * @param username the user's name
 * @param password what the user signs with
 * @param type {@code Super} or {@code Normal}
 * @param status {@code enable} or {@code disable}
 */
public record SaveUserRequest(boolean create, String username, @Nullable String password, @Nullable String type,
		@Nullable String status) implements Request<Boolean> {

	public SaveUserRequest {
		Objects.requireNonNull(username, "username");
	}

	@Override
	public int code() {
		return this.create ? 3001 : 3002;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("username", this.username);
	}

	@Override
	public byte[] body() {
		return JsonBody.write((json) -> {
			json.writeStringProperty("username", this.username);
			if (this.password != null) {
				json.writeStringProperty("password", this.password);
			}
			if (this.type != null) {
				json.writeStringProperty("userType", this.type);
			}
			if (this.status != null) {
				json.writeStringProperty("userStatus", this.status);
			}
		});
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

	@Override
	public String toString() {
		return "SaveUserRequest[create=" + this.create + ", username=" + this.username + "]";
	}

}
