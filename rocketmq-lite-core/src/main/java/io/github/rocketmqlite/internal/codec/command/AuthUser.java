package io.github.rocketmqlite.internal.codec.command;

import java.util.List;

import io.github.rocketmqlite.internal.codec.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A user of brokers with access control of the second kind (protocol 11.6), as brokers
 * tell of it: without a password.
 * <p>
 * Threading: immutable.
 *
 * @param username the user's name
 * @param type {@code Super} or {@code Normal}
 * @param status {@code enable} or {@code disable}
 */
public record AuthUser(String username, @Nullable String type, @Nullable String status) {

	static List<AuthUser> readAll(Frame answer) {
		return (answer.body().readableBytes() == 0) ? List.of()
				: JsonBody.read(answer, (json) -> json.elements(AuthUser::read));
	}

	private static AuthUser read(JsonBody json) {
		JsonBody.Members members = json.scalars();
		return new AuthUser(members.text("username"), members.optional("userType"), members.optional("userStatus"));
	}

}
